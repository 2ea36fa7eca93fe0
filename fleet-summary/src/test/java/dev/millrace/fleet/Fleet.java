package dev.millrace.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.kinesis.KinesisServer;
import dev.millrace.local.kinesis.Quotas;
import dev.millrace.local.time.StackClock;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/// The streams of a fleet on an embedded Kinesis, and the job's properties for them.
final class Fleet implements AutoCloseable {

  private static final String READINGS = "wildrydes";
  private static final String SUMMARIES = "wildrydes-summary";
  static final String LATE = "wildrydes-late";

  private final StackClock clock;
  private final Gateway gateway = Gateway.open(0);
  private final LinkedBlockingQueue<String> published = new LinkedBlockingQueue<>();
  private final KinesisServer server;
  final KinesisClient kinesis;

  Fleet(int shards) {
    this(shards, StackClock.ticking());
  }

  Fleet(int shards, StackClock clock) {
    this.clock = clock;
    server = new KinesisServer(clock, "us-east-1", "000000000000", published::add, Quotas.none());
    gateway.add(server.service());
    kinesis =
        KinesisClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .endpointOverride(gateway.endpoint())
            .region(Region.US_EAST_1)
            .build();
    kinesis.createStream(r -> r.streamName(READINGS).shardCount(shards));
    kinesis.createStream(r -> r.streamName(SUMMARIES).shardCount(1));
    kinesis.createStream(r -> r.streamName(LATE).shardCount(1));
  }

  URI endpoint() {
    return gateway.endpoint();
  }

  /// Puts a user record, or an aggregate of some, to the shard of a hash key.
  void put(Shard shard, byte[] data) {
    kinesis.putRecord(r ->
        r.streamName(READINGS)
            .partitionKey("any")
            .explicitHashKey(shard.hashKeyRange().startingHashKey())
            .data(SdkBytes.fromByteArray(data)));
  }

  List<Shard> shards() {
    return kinesis.listShards(r -> r.streamName(READINGS)).shards();
  }

  void split(Shard shard, String at) {
    kinesis.splitShard(
        r -> r.streamName(READINGS).shardToSplit(shard.shardId()).newStartingHashKey(at));
  }

  void merge(Shard one, Shard other) {
    kinesis.mergeShards(r ->
        r.streamName(READINGS).shardToMerge(one.shardId()).adjacentShardToMerge(other.shardId()));
  }

  /// What the summary stream holds, once it is this many records.
  List<String> summaries(int count) throws InterruptedException {
    return records(SUMMARIES, count);
  }

  int summaryCount() {
    return records(SUMMARIES).size();
  }

  /// Waits for a moment, or for the next record in any stream.
  void breathe() throws InterruptedException {
    var _ = published.poll(20, TimeUnit.MILLISECONDS);
  }

  List<String> late(int count) throws InterruptedException {
    return records(LATE, count);
  }

  private List<String> records(String stream, int count) throws InterruptedException {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      var found = records(stream);
      if (found.size() >= count) {
        return found;
      }
      if (published.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS) == null) {
        throw new AssertionError(
            "%s must hold %d records, held %s".formatted(stream, count, found));
      }
    }
  }

  private List<String> records(String stream) {
    var shard = kinesis.listShards(r -> r.streamName(stream)).shards().get(0).shardId();
    var iterator =
        kinesis
            .getShardIterator(r ->
                r.streamName(stream)
                    .shardId(shard)
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    var found = new ArrayList<String>();
    kinesis
        .getRecords(r -> r.shardIterator(iterator))
        .records()
        .forEach(each -> found.add(each.data().asString(UTF_8)));
    return found;
  }

  /// The job's settings, with a fast pace and some changes: `GROUP/KEY` to value.
  FleetSettings settings(Map<String, String> changes) {
    var groups = new HashMap<String, Properties>();
    var all = new HashMap<String, String>();
    all.put("InputStream0/stream.name", READINGS);
    all.put("InputStream0/aws.region", "us-east-1");
    all.put("InputStream0/aws.endpoint", gateway.endpoint().toString());
    all.put("InputStream0/source.init.position", "TRIM_HORIZON");
    all.put("InputStream0/source.shard.get-records.interval", "PT0.02S");
    all.put("InputStream0/source.shard.discovery.interval", "PT0.1S");
    all.put("OutputStream0/stream.name", SUMMARIES);
    all.put("OutputStream0/aws.region", "us-east-1");
    all.put("OutputStream0/aws.endpoint", gateway.endpoint().toString());
    all.putAll(changes);
    all.forEach((path, value) -> {
      var at = path.indexOf('/');
      groups
          .computeIfAbsent(path.substring(0, at), none -> new Properties())
          .setProperty(path.substring(at + 1), value);
    });
    return FleetSettings.from(groups);
  }

  @Override
  public void close() {
    kinesis.close();
    server.close();
    gateway.close();
    clock.close();
  }
}
