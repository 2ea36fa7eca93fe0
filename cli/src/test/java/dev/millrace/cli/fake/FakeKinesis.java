package dev.millrace.cli.fake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/// Keeps every record it takes.
public final class FakeKinesis implements KinesisClient {

  public final Map<String, List<PutRecordsRequestEntry>> streams = new HashMap<>();

  /// How many records each call held.
  public final List<Integer> calls = new ArrayList<>();

  /// How many more calls refuse every second record.
  public int refusing;

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public synchronized PutRecordsResponse putRecords(PutRecordsRequest request) {
    calls.add(request.records().size());
    var refuses = refusing-- > 0;
    var results = new ArrayList<PutRecordsResultEntry>();
    for (var i = 0; i < request.records().size(); i++) {
      if (refuses && i % 2 == 0) {
        results.add(
            PutRecordsResultEntry.builder()
                .errorCode("ProvisionedThroughputExceededException")
                .errorMessage("slow down")
                .build());
      } else {
        streams
            .computeIfAbsent(request.streamName(), _ -> new ArrayList<>())
            .add(request.records().get(i));
        results.add(PutRecordsResultEntry.builder().sequenceNumber("1").build());
      }
    }
    return PutRecordsResponse.builder().records(results).build();
  }

  /// The bytes of a stream's records.
  public List<byte[]> data(String stream) {
    return streams.getOrDefault(stream, List.of()).stream()
        .map(entry -> entry.data().asByteArray())
        .toList();
  }
}
