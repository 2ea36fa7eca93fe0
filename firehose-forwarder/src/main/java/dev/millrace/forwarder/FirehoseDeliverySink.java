package dev.millrace.forwarder;

import dev.millrace.aws.AwsClients;
import dev.millrace.common.Batches;
import dev.millrace.common.Calls;
import dev.millrace.common.Deadline;
import dev.millrace.common.RetryableException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponse;
import software.amazon.awssdk.services.firehose.model.Record;

/// Puts records into a Firehose delivery stream, as many to a call as it takes.
///
/// Firehose answers an entry per record, by position in the request, and what it refused is sent
/// again. In order, no call is begun after one that cannot be finished; side by side all are made.
final class FirehoseDeliverySink implements DeliverySink {

  private static final int MAX_RECORDS = 500;
  private static final long MAX_BYTES = 4L << 20;

  private final FirehoseClient client;
  private final String deliveryStream;
  private final Calls calls;

  FirehoseDeliverySink(FirehoseClient client, String deliveryStream, Calls calls) {
    this.client = client;
    this.deliveryStream = deliveryStream;
    this.calls = calls;
  }

  @Override
  public Calls.Progress<DeliveryRecord> put(List<DeliveryRecord> records, Deadline deadline) {
    return calls.run("trips to " + deliveryStream, calls(records), deadline, this::send);
  }

  /// Firehose takes no call without records.
  @Override
  public void rehearse() {
    AwsClients.rehearse(() -> send(List.of()));
  }

  /// What each call carries.
  static List<List<DeliveryRecord>> calls(List<DeliveryRecord> records) {
    return Batches.split(records, r -> r.data().length, MAX_RECORDS, MAX_BYTES);
  }

  /// Answers the records that Firehose did not take.
  private List<DeliveryRecord> send(List<DeliveryRecord> records) {
    var data = records.stream().map(FirehoseDeliverySink::toFirehose).toList();
    try {
      return failed(
          records,
          client.putRecordBatch(
              request -> request.deliveryStreamName(deliveryStream).records(data)));
    } catch (SdkException e) {
      throw AwsClients.failure("PutRecordBatch to " + deliveryStream, e);
    }
  }

  private static Record toFirehose(DeliveryRecord delivery) {
    return Record.builder().data(SdkBytes.fromByteArrayUnsafe(delivery.data())).build();
  }

  private static List<DeliveryRecord> failed(
      List<DeliveryRecord> records, PutRecordBatchResponse response) {
    var entries = response.requestResponses();
    if (entries.size() != records.size()) {
      throw new RetryableException(
          "PutRecordBatch answered %d entries for %d records"
              .formatted(entries.size(), records.size()));
    }
    var failed = new ArrayList<DeliveryRecord>();
    for (var i = 0; i < entries.size(); i++) {
      if (entries.get(i).errorCode() != null) {
        failed.add(records.get(i));
      }
    }
    return failed;
  }
}
