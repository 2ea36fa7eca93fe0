package dev.millrace.clients.difference;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.MetricsName;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/// Makes random calls about few streams, so that they meet each other's effects. Some are wrong.
final class Calls {

  /// Both sides' account.
  static final String ACCOUNT = "210987654321";

  private static final String ARN = "arn:aws:kinesis:us-east-1:%s:stream/".formatted(ACCOUNT);
  private static final BigInteger HASHES = BigInteger.ONE.shiftLeft(128);

  private final Random random;
  private final String prefix;
  private int created;
  private final List<Supplier<Call>> kinds =
      List.of(
          this::createStream,
          this::describe,
          this::describe,
          this::listShards,
          this::listShards,
          this::putRecord,
          this::putRecord,
          this::putRecord,
          this::badRecord,
          this::putRecords,
          this::putRecords,
          this::badRecords,
          this::iterator,
          this::iterator,
          this::iterator,
          this::getRecords,
          this::getRecords,
          this::getRecords,
          this::split,
          this::split,
          this::merge,
          this::tags,
          this::consumer,
          this::consumer,
          this::retention,
          this::encryption,
          this::monitoring,
          this::shardCount,
          this::deleteStream);

  Calls(long seed) {
    random = new Random(seed);
    prefix = "seed-%d-".formatted(seed);
  }

  Call next() {
    return created < streams().size()
        ? create("", streams().get(created++), 1 + random.nextInt(4))
        : any(kinds).get();
  }

  List<String> streams() {
    return List.of(prefix + "a", prefix + "b");
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private boolean rarely() {
    return random.nextInt(8) == 0;
  }

  private String stream() {
    return rarely() ? "nobody-made-this" : any(streams());
  }

  private static String shard(int number) {
    return "shardId-%012d".formatted(number);
  }

  private Call createStream() {
    var name = any(streams());
    return switch (random.nextInt(12)) {
      case 0 -> create("of no shard", name, 0);
      case 1 -> create("with a bad name", "no spaces", 1);
      default -> create("", name, 1 + random.nextInt(4));
    };
  }

  private static Call create(String how, String name, int shards) {
    return new Call(
        "CreateStream " + how,
        side -> {
          side.client.createStream(r -> r.streamName(name).shardCount(shards));
          return "";
        });
  }

  private Call deleteStream() {
    var name = stream();
    boolean enforce = random.nextBoolean();
    return new Call(
        "DeleteStream",
        side -> {
          try {
            side.client.deleteStream(r -> r.streamName(name).enforceConsumerDeletion(enforce));
            return "";
          } catch (ResourceInUseException e) {
            side.settle(name);
            side.client.describeStreamSummary(r -> r.streamName(name));
            return "refused, and still there";
          }
        });
  }

  private Call describe() {
    var name = stream();
    return switch (random.nextInt(3)) {
      case 0 ->
          new Call(
              "DescribeStreamSummary",
              side -> {
                var it =
                    side.client
                        .describeStreamSummary(r -> r.streamName(name))
                        .streamDescriptionSummary();
                return List.of(
                    it.streamARN(),
                    it.streamStatusAsString(),
                    it.retentionPeriodHours(),
                    it.openShardCount(),
                    it.consumerCount(),
                    String.valueOf(it.encryptionType()),
                    String.valueOf(it.keyId()),
                    it.streamModeDetails().streamModeAsString(),
                    it.enhancedMonitoring().toString());
              });
      case 1 ->
          new Call(
              "DescribeStream",
              side -> {
                var it = side.client.describeStream(r -> r.streamName(name)).streamDescription();
                return List.of(it.hasMoreShards(), it.shards().stream().map(Side::text).toList());
              });
      default ->
          new Call(
              "ListTagsForStream",
              side -> side.client.listTagsForStream(r -> r.streamName(name)).tags().toString());
    };
  }

  private Call listShards() {
    var name = stream();
    var filter =
        any(
            List.of(
                ShardFilterType.AT_LATEST,
                ShardFilterType.AT_TRIM_HORIZON,
                ShardFilterType.FROM_TRIM_HORIZON,
                ShardFilterType.AFTER_SHARD_ID));
    var after = filter == ShardFilterType.AFTER_SHARD_ID ? shard(random.nextInt(4)) : null;
    return random.nextBoolean()
        ? new Call(
            "ListShards",
            side ->
                side.client.listShards(r -> r.streamName(name)).shards().stream()
                    .map(Side::text)
                    .toList())
        : new Call(
            "ListShards " + filter,
            side ->
                side
                    .client
                    .listShards(
                        r -> r.streamName(name).shardFilter(f -> f.type(filter).shardId(after)))
                    .shards()
                    .stream()
                    .map(Side::text)
                    .toList());
  }

  private Call putRecord() {
    var name = stream();
    var key = "key-" + random.nextInt(20);
    var data = SdkBytes.fromByteArray(new byte[random.nextInt(100)]);
    var hash = random.nextBoolean() ? null : new BigInteger(128, random).toString();
    return new Call(
        "PutRecord",
        side -> {
          var it =
              side.client.putRecord(
                  r -> r.streamName(name).partitionKey(key).data(data).explicitHashKey(hash));
          return it.shardId() + " " + side.added(it.sequenceNumber());
        });
  }

  private Call badRecord() {
    var name = any(streams());
    return switch (random.nextInt(6)) {
      case 0 -> bad("with an empty key", name, "", 1, null, null);
      case 1 -> bad("with a long key", name, "k".repeat(257), 1, null, null);
      case 2 -> bad("too large", name, "k", 1 << 20, null, null);
      case 3 -> bad("with a hash that is none", name, "k", 1, "-1", null);
      case 4 -> bad("with a hash beyond the last", name, "k", 1, HASHES.toString(), null);
      default -> bad("after a number that is none", name, "k", 1, null, "abc");
    };
  }

  private static Call bad(
      String how,
      String name,
      String key,
      int bytes,
      @Nullable String hash,
      @Nullable String after) {
    return new Call(
        "PutRecord " + how,
        side ->
            side.client
                .putRecord(r ->
                    r.streamName(name)
                        .partitionKey(key)
                        .data(SdkBytes.fromByteArray(new byte[bytes]))
                        .explicitHashKey(hash)
                        .sequenceNumberForOrdering(after))
                .shardId());
  }

  private Call putRecords() {
    var name = stream();
    var entries =
        IntStream.range(0, 1 + random.nextInt(10))
            .mapToObj(i -> entry("key-" + random.nextInt(20), random.nextInt(50)))
            .toList();
    return new Call(
        "PutRecords",
        side -> {
          var it = side.client.putRecords(r -> r.streamName(name).records(entries));
          return it.failedRecordCount()
              + it.records().stream()
                  .map(each -> each.shardId() + " " + side.added(each.sequenceNumber()))
                  .collect(Collectors.joining(", "));
        });
  }

  private static PutRecordsRequestEntry entry(String key, int bytes) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(key)
        .data(SdkBytes.fromByteArray(new byte[bytes]))
        .build();
  }

  private Call badRecords() {
    var name = any(streams());
    return switch (random.nextInt(4)) {
      case 0 -> bad("of none", name, List.of());
      case 1 -> bad("of 501", name, Collections.nCopies(501, entry("k", 1)));
      case 2 -> bad("with a record too large", name, List.of(entry("k", 1), entry("k", 1 << 20)));
      default -> bad("with an empty key", name, List.of(entry("k", 1), entry("", 1)));
    };
  }

  private static Call bad(String how, String name, List<PutRecordsRequestEntry> entries) {
    return new Call(
        "PutRecords " + how,
        side ->
            side.client.putRecords(r -> r.streamName(name).records(entries)).failedRecordCount());
  }

  private Call iterator() {
    var name = stream();
    var shard = shard(random.nextInt(5));
    int record = random.nextInt(100);
    var type =
        any(
            List.of(
                ShardIteratorType.TRIM_HORIZON,
                ShardIteratorType.TRIM_HORIZON,
                ShardIteratorType.LATEST,
                ShardIteratorType.AT_SEQUENCE_NUMBER,
                ShardIteratorType.AFTER_SEQUENCE_NUMBER));
    boolean numbered =
        type == ShardIteratorType.AT_SEQUENCE_NUMBER
            || type == ShardIteratorType.AFTER_SEQUENCE_NUMBER;
    return new Call(
        "GetShardIterator " + type,
        side ->
            side.keep(
                side.client
                    .getShardIterator(r ->
                        r.streamName(name)
                            .shardId(shard)
                            .shardIteratorType(type)
                            .startingSequenceNumber(numbered ? side.sequenceNumber(record) : null))
                    .shardIterator()));
  }

  private Call getRecords() {
    int iterator = random.nextInt(1000);
    if (rarely()) {
      var limit = any(List.of(0, 10_001));
      return new Call(
          "GetRecords with a bad limit",
          side ->
              side.client
                  .getRecords(r -> r.shardIterator(side.iterator(iterator)).limit(limit))
                  .records()
                  .size());
    }
    int limit = 1 + random.nextInt(10);
    return new Call(
        "GetRecords",
        side -> {
          var it =
              side.client.getRecords(r -> r.shardIterator(side.iterator(iterator)).limit(limit));
          return List.of(
              it.records().stream().map(side::text).toList(),
              side.keep(it.nextShardIterator()),
              it.childShards().stream().map(child -> child.shardId()).toList());
        });
  }

  private Call split() {
    var name = stream();
    var shard = shard(random.nextInt(4));
    var hash = new BigInteger(128, random).toString();
    return random.nextBoolean()
        ? new Call(
            "SplitShard",
            side -> {
              side.client.splitShard(
                  r -> r.streamName(name).shardToSplit(shard).newStartingHashKey(hash));
              return "";
            })
        : new Call(
            "SplitShard in the middle",
            side -> {
              var range =
                  side.client.listShards(r -> r.streamName(name)).shards().stream()
                      .filter(each -> each.shardId().equals(shard))
                      .map(each -> each.hashKeyRange())
                      .findFirst();
              var middle =
                  range
                      .map(it ->
                          new BigInteger(it.startingHashKey())
                              .add(new BigInteger(it.endingHashKey()))
                              .shiftRight(1))
                      .orElse(BigInteger.TEN);
              side.client.splitShard(r ->
                  r.streamName(name).shardToSplit(shard).newStartingHashKey(middle.toString()));
              return "";
            });
  }

  private Call merge() {
    var name = stream();
    int first = random.nextInt(4);
    int second = random.nextInt(5);
    return new Call(
        "MergeShards",
        side -> {
          side.client.mergeShards(r ->
              r.streamName(name).shardToMerge(shard(first)).adjacentShardToMerge(shard(second)));
          return "";
        });
  }

  private Call tags() {
    var name = stream();
    var key = "tag-" + random.nextInt(3);
    return switch (random.nextInt(4)) {
      case 0 ->
          new Call(
              "RemoveTagsFromStream",
              side -> {
                side.client.removeTagsFromStream(r -> r.streamName(name).tagKeys(key));
                return "";
              });
      case 1 -> addTags("too many", name, 51);
      default ->
          new Call(
              "AddTagsToStream",
              side -> {
                side.client.addTagsToStream(r -> r.streamName(name).tags(Map.of(key, "v")));
                return "";
              });
    };
  }

  private static Call addTags(String how, String name, int count) {
    var tags =
        IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "many-" + i, i -> "v"));
    return new Call(
        "AddTagsToStream " + how,
        side -> {
          side.client.addTagsToStream(r -> r.streamName(name).tags(tags));
          return "";
        });
  }

  private Call consumer() {
    var arn = ARN + stream();
    var name = "consumer-" + random.nextInt(2);
    return switch (random.nextInt(5)) {
      case 0, 1 ->
          new Call(
              "RegisterStreamConsumer",
              side ->
                  side.client
                      .registerStreamConsumer(r -> r.streamARN(arn).consumerName(name))
                      .consumer()
                      .consumerName());
      case 2 ->
          new Call(
              "DescribeStreamConsumer",
              side ->
                  side.client
                      .describeStreamConsumer(r -> r.streamARN(arn).consumerName(name))
                      .consumerDescription()
                      .consumerStatusAsString());
      case 3 ->
          new Call(
              "ListStreamConsumers",
              side ->
                  side.client.listStreamConsumers(r -> r.streamARN(arn)).consumers().stream()
                      .map(each -> each.consumerName())
                      .sorted()
                      .toList());
      default ->
          new Call(
              "DeregisterStreamConsumer",
              side -> {
                side.client.deregisterStreamConsumer(r -> r.streamARN(arn).consumerName(name));
                return "";
              });
    };
  }

  private Call retention() {
    var name = stream();
    int hours = any(List.of(1, 23, 24, 25, 48, 8760, 8761));
    return random.nextBoolean()
        ? new Call(
            "IncreaseStreamRetentionPeriod",
            side -> {
              side.client.increaseStreamRetentionPeriod(
                  r -> r.streamName(name).retentionPeriodHours(hours));
              return "";
            })
        : new Call(
            "DecreaseStreamRetentionPeriod",
            side -> {
              side.client.decreaseStreamRetentionPeriod(
                  r -> r.streamName(name).retentionPeriodHours(hours));
              return "";
            });
  }

  private Call encryption() {
    var name = stream();
    return random.nextBoolean()
        ? new Call(
            "StartStreamEncryption",
            side -> {
              side.client.startStreamEncryption(r ->
                  r.streamName(name).encryptionType(EncryptionType.KMS).keyId("alias/aws/kinesis"));
              return "";
            })
        : new Call(
            "StopStreamEncryption",
            side -> {
              side.client.stopStreamEncryption(r ->
                  r.streamName(name).encryptionType(EncryptionType.KMS).keyId("alias/aws/kinesis"));
              return "";
            });
  }

  private Call monitoring() {
    var name = stream();
    var metric = any(List.of(MetricsName.INCOMING_BYTES, MetricsName.ALL));
    return random.nextBoolean()
        ? new Call(
            "EnableEnhancedMonitoring",
            side ->
                side
                    .client
                    .enableEnhancedMonitoring(r -> r.streamName(name).shardLevelMetrics(metric))
                    .desiredShardLevelMetricsAsStrings()
                    .stream()
                    .sorted()
                    .toList())
        : new Call(
            "DisableEnhancedMonitoring",
            side ->
                side
                    .client
                    .disableEnhancedMonitoring(r -> r.streamName(name).shardLevelMetrics(metric))
                    .desiredShardLevelMetricsAsStrings()
                    .stream()
                    .sorted()
                    .toList());
  }

  private Call shardCount() {
    var name = stream();
    int count = any(List.of(0, 1, 2, 3, 4, 20));
    return new Call(
        "UpdateShardCount",
        side -> {
          var it =
              side.client.updateShardCount(r ->
                  r.streamName(name)
                      .targetShardCount(count)
                      .scalingType(ScalingType.UNIFORM_SCALING));
          side.settle(name);
          var open =
              side.client
                  .listShards(
                      r -> r.streamName(name).shardFilter(f -> f.type(ShardFilterType.AT_LATEST)))
                  .shards();
          return List.of(
              it.currentShardCount(),
              it.targetShardCount(),
              open.stream().map(Side::text).toList());
        });
  }
}
