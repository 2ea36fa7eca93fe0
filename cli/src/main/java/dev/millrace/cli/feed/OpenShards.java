package dev.millrace.cli.feed;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.Shard;

/// Which shard of a stream takes a partition key; looked up again now and then, as shards split.
public final class OpenShards {

  private static final long TRUSTED_NANOS = Duration.ofSeconds(10).toNanos();

  private final KinesisClient kinesis;
  private final String stream;
  private final LongSupplier nanos;

  private NavigableMap<BigInteger, String> byFirstHash = new TreeMap<>();
  private long listed;

  /// @param nanos a time that never goes back
  public OpenShards(KinesisClient kinesis, String stream, LongSupplier nanos) {
    this.kinesis = kinesis;
    this.stream = stream;
    this.nanos = nanos;
  }

  /// The id of the shard that takes a key.
  String of(String partitionKey) {
    var now = nanos.getAsLong();
    if (byFirstHash.isEmpty() || now - listed > TRUSTED_NANOS) {
      byFirstHash = list();
      listed = now;
    }
    var shard = byFirstHash.floorEntry(hash(partitionKey));
    if (shard == null) {
      throw new FeedException("stream %s has no shard for %s".formatted(stream, partitionKey));
    }
    return shard.getValue();
  }

  private NavigableMap<BigInteger, String> list() {
    var open = new TreeMap<BigInteger, String>();
    var request = ListShardsRequest.builder().streamName(stream).build();
    while (true) {
      var page = kinesis.listShards(request);
      page.shards().stream()
          .filter(OpenShards::isOpen)
          .forEach(shard ->
              open.put(new BigInteger(shard.hashKeyRange().startingHashKey()), shard.shardId()));
      if (page.nextToken() == null) {
        return open;
      }
      request = ListShardsRequest.builder().nextToken(page.nextToken()).build();
    }
  }

  private static boolean isOpen(Shard shard) {
    return shard.sequenceNumberRange().endingSequenceNumber() == null;
  }

  private static BigInteger hash(String partitionKey) {
    try {
      var md5 = MessageDigest.getInstance("MD5");
      return new BigInteger(1, md5.digest(partitionKey.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has MD5", e);
    }
  }
}
