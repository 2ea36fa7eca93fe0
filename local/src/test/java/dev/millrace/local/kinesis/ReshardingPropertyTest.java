package dev.millrace.local.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random puts, splits, merges and scalings: nothing is lost, doubled or out of order.
class ReshardingPropertyTest {

  private static final String STREAM = "s";

  private final Account account = new Account();

  /// What was put, by shard, in the order of the answers.
  private final Map<String, List<String>> written = new HashMap<>();

  private final Map<String, List<String>> writtenByKey = new HashMap<>();
  private int count;

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyRecordIsReadOnceAndInOrder(long seed) {
    var random = new Random(seed);
    account.create(STREAM, 1 + random.nextInt(4));
    for (int i = 0; i < 60; i++) {
      step(random);
      assertOpenShardsCoverEveryKeyOnce();
    }

    var readByKey = new HashMap<String, List<String>>();
    var shards = readAll(random, readByKey);

    assertThat(shards).isEqualTo(written);
    assertThat(readByKey).isEqualTo(writtenByKey);
  }

  private void step(Random random) {
    switch (random.nextInt(10)) {
      case 0 -> split(random);
      case 1 -> merge(random);
      case 2 -> scale(random);
      case 3 -> account.advance(Duration.ofMillis(random.nextInt(2000)));
      case 4 -> putOne(random);
      default -> putMany(random);
    }
  }

  private void putOne(Random random) {
    var key = "k" + random.nextInt(20);
    var text = key + "-" + count++;
    record(account.put(STREAM, key, text).shardId(), key, text);
  }

  private void putMany(Random random) {
    var entries = new ArrayList<PutRecords.Entry>();
    for (int i = random.nextInt(30); i >= 0; i--) {
      var key = "k" + random.nextInt(20);
      entries.add(new PutRecords.Entry((key + "-" + count++).getBytes(UTF_8), key, null));
    }
    var results =
        account.call(PutRecords::apply, new PutRecords.Request(STREAM, null, entries)).records();
    for (int i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      record(
          String.valueOf(results.get(i).shardId()),
          entry.partitionKey(),
          new String(entry.data(), UTF_8));
    }
  }

  private void record(String shardId, String key, String text) {
    written.computeIfAbsent(shardId, _ -> new ArrayList<>()).add(text);
    writtenByKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(text);
  }

  private void split(Random random) {
    var shard = anyOpen(random);
    var size = shard.range().end().subtract(shard.range().start());
    if (size.bitLength() > 8) {
      var offset = new BigInteger(size.bitLength() - 2, random).add(BigInteger.TWO);
      account.split(STREAM, shard.id(), shard.range().start().add(offset).toString());
    }
  }

  private void merge(Random random) {
    var shard = anyOpen(random);
    var above = account.stream(STREAM).open().higherEntry(shard.range().start());
    if (above != null) {
      account.merge(STREAM, shard.id(), Shard.id(above.getValue()));
    }
  }

  private void scale(Random random) {
    int now = account.stream(STREAM).open().size();
    int target = (now + 1) / 2 + random.nextInt(now + 1);
    if (target <= 8) {
      account.call(
          UpdateShardCount::apply,
          new UpdateShardCount.Request(
              STREAM,
              null,
              Math.min(target, 2 * now),
              UpdateShardCount.ScalingType.UNIFORM_SCALING));
    }
  }

  private Shard anyOpen(Random random) {
    var open = account.stream(STREAM).shards().values().stream().filter(Shard::isOpen).toList();
    return open.get(random.nextInt(open.size()));
  }

  private void assertOpenShardsCoverEveryKeyOnce() {
    var stream = account.stream(STREAM);
    var next = BigInteger.ZERO;
    for (var entry : stream.open().entrySet()) {
      var range = stream.existing(entry.getValue()).range();
      assertThat(range.start()).isEqualTo(next).isEqualTo(entry.getKey());
      next = range.end().add(BigInteger.ONE);
    }
    assertThat(next).isEqualTo(BigInteger.TWO.pow(128));
  }

  /// Reads as a consumer does: from the shards at the trim horizon, by way of each shard's
  /// children.
  private Map<String, List<String>> readAll(Random random, Map<String, List<String>> byKey) {
    var read = new HashMap<String, List<String>>();
    var filter = new ShardFilter(ShardFilter.Type.AT_TRIM_HORIZON, null, null);
    var waiting = new ArrayList<String>();
    account
        .call(
            ListShards::apply, new ListShards.Request(STREAM, null, null, null, null, null, filter))
        .shards()
        .forEach(shard -> waiting.add(shard.shardId()));
    Set<String> done = new HashSet<>();
    Set<String> known = new HashSet<>(waiting);
    while (!waiting.isEmpty()) {
      var shardId = waiting.remove(random.nextInt(waiting.size()));
      var children = readShard(random, shardId, read, byKey);
      done.add(shardId);
      for (var child : children) {
        if (done.containsAll(child.parentShards()) && known.add(child.shardId())) {
          waiting.add(child.shardId());
        }
      }
    }
    return read;
  }

  private List<GetRecords.Child> readShard(
      Random random,
      String shardId,
      Map<String, List<String>> read,
      Map<String, List<String>> byKey) {
    var iterator = account.oldest(STREAM, shardId);
    var last = BigInteger.ZERO;
    while (true) {
      var page = account.get(iterator, 1 + random.nextInt(50));
      for (var item : page.records()) {
        assertThat(new BigInteger(item.sequenceNumber())).isGreaterThan(last);
        last = new BigInteger(item.sequenceNumber());
        var text = new String(item.data(), UTF_8);
        read.computeIfAbsent(shardId, _ -> new ArrayList<>()).add(text);
        byKey.computeIfAbsent(item.partitionKey(), _ -> new ArrayList<>()).add(text);
      }
      var children = page.childShards();
      if (children != null) {
        assertThat(page.nextShardIterator()).isNull();
        return children;
      }
      if (page.millisBehindLatest() == 0) {
        return List.of();
      }
      iterator = String.valueOf(page.nextShardIterator());
    }
  }
}
