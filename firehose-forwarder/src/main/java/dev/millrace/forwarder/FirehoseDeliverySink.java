package dev.millrace.forwarder;

import dev.millrace.common.Batches;
import dev.millrace.common.ConfigException;
import dev.millrace.common.Deadline;
import dev.millrace.common.PipelineException;
import dev.millrace.common.Retry;
import dev.millrace.common.RetryableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponse;
import software.amazon.awssdk.services.firehose.model.Record;

/// Puts records into a Firehose delivery stream, as many to a call as it takes.
///
/// Firehose answers an entry per record, by position in the request. When a call cannot be
/// finished, no later one is begun.
final class FirehoseDeliverySink implements DeliverySink {

  private static final int MAX_RECORDS = 500;
  private static final long MAX_BYTES = 4L << 20;

  private final FirehoseClient client;
  private final String deliveryStream;
  private final Retry retry;

  FirehoseDeliverySink(FirehoseClient client, String deliveryStream, Retry retry) {
    this.client = client;
    this.deliveryStream = deliveryStream;
    this.retry = retry;
  }

  /// The client of a deployed function: region, credentials and endpoint come from the environment.
  static FirehoseClient client() {
    return FirehoseClient.builder()
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(2))
                .socketTimeout(Duration.ofSeconds(5)))
        // only our own retries know the deadline
        .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  @Override
  public Retry.Result<DeliveryRecord> put(List<DeliveryRecord> records, Deadline deadline) {
    var retries = 0;
    var sent = 0;
    for (var batch : Batches.split(records, r -> r.data().length, MAX_RECORDS, MAX_BYTES)) {
      var result = retry.run(batch, deadline, this::send);
      retries += result.retries();
      sent += batch.size();
      if (!result.left().isEmpty()) {
        var left = new ArrayList<>(result.left());
        left.addAll(records.subList(sent, records.size()));
        return new Retry.Result<>(left, retries, result.end(), result.lastFailure());
      }
    }
    return new Retry.Result<>(List.of(), retries, Retry.End.DONE, null);
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
      throw failure(e);
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

  private PipelineException failure(SdkException e) {
    var refused =
        e instanceof AwsServiceException answer
            && !answer.isThrottlingException()
            && answer.statusCode() < 500;
    var call = "PutRecordBatch to " + deliveryStream;
    return refused
        ? new ConfigException(call, "be accepted", String.valueOf(e.getMessage()))
        : new RetryableException(call, e);
  }
}
