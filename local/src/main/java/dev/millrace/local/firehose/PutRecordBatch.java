package dev.millrace.local.firehose;

import java.util.List;
import java.util.stream.LongStream;

/// Takes up to 500 records: all of them, or none if one breaks a rule.
///
/// Deviates from AWS: there is no throughput quota, so no single record ever fails.
final class PutRecordBatch {

  private static final int MOST_RECORDS = 500;
  private static final int MOST_BYTES = 4 << 20;

  private PutRecordBatch() {}

  record Request(String deliveryStreamName, List<Puts.Entry> records) {}

  record Response(int failedPutCount, boolean encrypted, List<Result> requestResponses) {}

  record Result(String recordId) {}

  static DeliveryStream check(FirehoseState state, Request request) {
    var records = request.records();
    if (records.isEmpty()) {
      throw Refusal.constraint(
          "[]", "records", "Member must have length greater than or equal to 1");
    }
    if (records.size() > MOST_RECORDS) {
      throw Refusal.constraint(
          records.size() + " records",
          "records",
          "Member must have length less than or equal to " + MOST_RECORDS);
    }
    long bytes = 0;
    for (var i = 0; i < records.size(); i++) {
      Puts.check("records.%d.member".formatted(i + 1), records.get(i));
      bytes += records.get(i).data().length;
    }
    if (bytes > MOST_BYTES) {
      throw Refusal.argument("Records size exceeds 4 MiB limit: was %d bytes", bytes);
    }
    return Puts.stream(state, request.deliveryStreamName());
  }

  static Response response(DeliveryStream stream, long first, int count) {
    var results =
        LongStream.range(first, first + count)
            .mapToObj(number -> new Result(Puts.recordId(stream, number)))
            .toList();
    return new Response(0, false, results);
  }
}
