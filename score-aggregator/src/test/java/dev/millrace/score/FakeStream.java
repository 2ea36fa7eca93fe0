package dev.millrace.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/// The score stream, in memory.
final class FakeStream implements KinesisClient {

  final List<PutRecordsRequestEntry> taken = new ArrayList<>();
  final List<Integer> calls = new ArrayList<>();

  /// Makes the call that it is given, with whatever goes wrong.
  Consumer<Runnable> network = Runnable::run;

  /// Which of a call's records are refused.
  IntPredicate refuses = _ -> false;

  /// Looks at each record that is taken.
  Consumer<PutRecordsRequestEntry> arrival = _ -> {};

  @Override
  public PutRecordsResponse putRecords(PutRecordsRequest request) {
    assertThat(request.streamName()).isEqualTo("Lab-stream");
    assertThat(request.records()).hasSizeBetween(1, 500);
    calls.add(request.records().size());
    var answers = new ArrayList<PutRecordsResultEntry>();
    network.accept(() -> {
      for (var entry : request.records()) {
        answers.add(answer(entry, answers.size()));
      }
    });
    return PutRecordsResponse.builder().records(answers).build();
  }

  private PutRecordsResultEntry answer(PutRecordsRequestEntry entry, int place) {
    if (refuses.test(place)) {
      return PutRecordsResultEntry.builder()
          .errorCode("ProvisionedThroughputExceededException")
          .errorMessage("slow down")
          .build();
    }
    arrival.accept(entry);
    taken.add(entry);
    return PutRecordsResultEntry.builder().sequenceNumber("1").build();
  }

  static KinesisException refusal(int status, String code) {
    return (KinesisException)
        KinesisException.builder()
            .message("no")
            .statusCode(status)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
            .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
