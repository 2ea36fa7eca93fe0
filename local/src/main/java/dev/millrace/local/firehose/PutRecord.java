package dev.millrace.local.firehose;

/// Takes one record.
final class PutRecord {

  private PutRecord() {}

  record Request(String deliveryStreamName, Puts.Entry record) {}

  record Response(String recordId, boolean encrypted) {}

  static DeliveryStream check(FirehoseState state, Request request) {
    Puts.check("record", request.record());
    return Puts.stream(state, request.deliveryStreamName());
  }

  static Response response(DeliveryStream stream, long number) {
    return new Response(Puts.recordId(stream, number), false);
  }
}
