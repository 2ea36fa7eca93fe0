package dev.millrace.clients.difference;

import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/// One of the two servers, and what it named things that both know.
final class Side implements AutoCloseable {

  private static final int LOOKS = 10_000;

  final KinesisClient client;
  private final List<String> sequenceNumbers = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();
  private final List<String> iterators = new ArrayList<>();

  Side(URI endpoint) {
    client =
        KinesisClient.builder()
            .httpClientBuilder(Apache5HttpClient.builder())
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build();
  }

  /// What it answers, in words that are the same on both sides if it means the same.
  String answer(Call call) {
    try {
      return "ok " + call.perform().apply(this);
    } catch (AwsServiceException e) {
      var code = e.awsErrorDetails().errorCode();
      return code == null ? "HTTP " + e.statusCode() : code;
    }
  }

  /// Waits until a stream and its consumers are as they will be.
  void settle(String stream) {
    for (int i = 0; i < LOOKS; i++) {
      if (isSettled(stream)) {
        return;
      }
    }
    throw new IllegalStateException(stream + " does not come to rest");
  }

  private boolean isSettled(String stream) {
    try {
      var summary =
          client.describeStreamSummary(r -> r.streamName(stream)).streamDescriptionSummary();
      return summary.streamStatus() == StreamStatus.ACTIVE
          && client.listStreamConsumers(r -> r.streamARN(summary.streamARN())).consumers().stream()
              .allMatch(each -> each.consumerStatus() == ConsumerStatus.ACTIVE);
    } catch (ResourceNotFoundException e) {
      return true;
    }
  }

  /// Remembers the sequence number of a new record under a name that it has on both sides. Theirs
  /// comes again if a stream is made again soon.
  String added(@Nullable String sequenceNumber) {
    if (sequenceNumber == null) {
      return "none";
    }
    sequenceNumbers.add(sequenceNumber);
    var name = "r" + sequenceNumbers.size();
    names.put(sequenceNumber, name);
    return name;
  }

  /// One of those that were remembered; an invalid one if there are none.
  String sequenceNumber(int any) {
    return sequenceNumbers.isEmpty() ? "0" : sequenceNumbers.get(any % sequenceNumbers.size());
  }

  String keep(@Nullable String iterator) {
    if (iterator == null) {
      return "end";
    }
    iterators.add(iterator);
    return "iterator";
  }

  /// One of those that were kept; an invalid one if there are none.
  String iterator(int any) {
    return iterators.isEmpty() ? "AAAA" : iterators.get(any % iterators.size());
  }

  String text(Record record) {
    return "%s %s %d bytes"
        .formatted(
            names.getOrDefault(record.sequenceNumber(), "unknown"),
            record.partitionKey(),
            record.data().asByteArrayUnsafe().length);
  }

  static String text(Shard shard) {
    return "%s %s-%s of %s and %s, %s"
        .formatted(
            shard.shardId(),
            place(new BigInteger(shard.hashKeyRange().startingHashKey())),
            place(new BigInteger(shard.hashKeyRange().endingHashKey())),
            shard.parentShardId(),
            shard.adjacentParentShardId(),
            shard.sequenceNumberRange().endingSequenceNumber() == null ? "open" : "closed");
  }

  /// A hash key, to a 4096th of all; servers cut a new stream at places that differ by one.
  private static BigInteger place(BigInteger hash) {
    return hash.add(BigInteger.ONE.shiftLeft(115)).shiftRight(116);
  }

  @Override
  public void close() {
    client.close();
  }
}
