package dev.millrace.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchRequest;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponse;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponseEntry;
import software.amazon.awssdk.services.firehose.model.Record;

/// A delivery stream that refuses some records and whose calls may go wrong.
final class FakeFirehose implements FirehoseClient {

  /// How often each line was taken.
  final Map<String, Integer> lines = new HashMap<>();

  /// The lines that the last call brought.
  List<String> last = List.of();

  int refused;

  private final Random random;
  private final int maxRecordBytes;
  private final UnaryOperator<Supplier<PutRecordBatchResponse>> faults;

  FakeFirehose(
      Random random, int maxRecordBytes, UnaryOperator<Supplier<PutRecordBatchResponse>> faults) {
    this.random = random;
    this.maxRecordBytes = maxRecordBytes;
    this.faults = faults;
  }

  @Override
  public PutRecordBatchResponse putRecordBatch(PutRecordBatchRequest request) {
    return faults.apply(() -> put(request.records())).get();
  }

  private PutRecordBatchResponse put(List<Record> records) {
    assertThat(records).hasSizeBetween(1, 500);
    var entries = new ArrayList<PutRecordBatchResponseEntry>();
    var taken = new ArrayList<String>();
    for (var record : records) {
      var data = record.data().asByteArrayUnsafe();
      assertThat(data).hasSizeBetween(1, maxRecordBytes).endsWith('\n');
      if (random.nextInt(20) == 0) {
        refused++;
        entries.add(entry().errorCode("ServiceUnavailableException").build());
      } else {
        taken.addAll(new String(data, StandardCharsets.UTF_8).lines().toList());
        entries.add(entry().recordId("id").build());
      }
    }
    taken.forEach(line -> lines.merge(line, 1, Integer::sum));
    last = taken;
    return PutRecordBatchResponse.builder().requestResponses(entries).build();
  }

  private static PutRecordBatchResponseEntry.Builder entry() {
    return PutRecordBatchResponseEntry.builder();
  }

  @Override
  public String serviceName() {
    return "firehose";
  }

  @Override
  public void close() {}
}
