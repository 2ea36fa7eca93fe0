package dev.millrace.common.testkit;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Shards of records drawn from a seed: payloads alone or aggregated, some of them poison.
public final class RandomShards {

  private static final int MAX_SHARDS = 3;
  private static final int MAX_RECORDS = 16;
  private static final int MAX_AGGREGATED = 6;

  /// What a producer wrote.
  public record Payload(String text, boolean poison) {}

  /// A record of a stream, which holds one payload or an aggregate of several.
  public record Stored(String shardId, String sequenceNumber, List<Payload> payloads) {

    public boolean poisoned() {
      return payloads.stream().anyMatch(Payload::poison);
    }

    private KinesisEventRecord delivered() {
      var texts = payloads.stream().map(Payload::text).toArray(String[]::new);
      var data =
          texts.length == 1
              ? texts[0].getBytes(StandardCharsets.UTF_8)
              : KinesisEvents.aggregate(texts);
      return KinesisEvents.record(shardId, sequenceNumber, data);
    }
  }

  private final RandomGenerator random;
  private final IntFunction<String> good;
  private final Supplier<String> poison;
  private int stored;

  /// Makes payloads so, good ones by the number of their shard.
  public RandomShards(RandomGenerator random, IntFunction<String> good, Supplier<String> poison) {
    this.random = random;
    this.good = good;
    this.poison = poison;
  }

  /// Some shards full of records.
  public List<List<Stored>> draw() {
    var shards = new ArrayList<List<Stored>>();
    for (var shard = 1 + random.nextInt(MAX_SHARDS); shard > 0; shard--) {
      var records = new ArrayList<Stored>();
      for (var i = random.nextInt(MAX_RECORDS); i > 0; i--) {
        records.add(record(shard));
      }
      shards.add(records);
    }
    return shards;
  }

  /// An invocation's event.
  public static KinesisEvent event(List<Stored> batch) {
    var event = new KinesisEvent();
    event.setRecords(batch.stream().map(Stored::delivered).toList());
    return event;
  }

  private Stored record(int shard) {
    var payloads = new ArrayList<Payload>();
    var count = random.nextInt(4) > 0 ? 1 : 2 + random.nextInt(MAX_AGGREGATED - 1);
    for (var i = 0; i < count; i++) {
      payloads.add(
          random.nextInt(15) == 0
              ? new Payload(poison.get(), true)
              : new Payload(good.apply(shard), false));
    }
    return new Stored("shardId-00000000000" + shard, String.valueOf(90 + stored++), payloads);
  }
}
