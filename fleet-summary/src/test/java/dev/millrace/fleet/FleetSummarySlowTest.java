package dev.millrace.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.fleet.RandomReadings.Sent;
import dev.millrace.local.time.StackClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.Shard;

/// The job in Flink where more tasks, crashes and starting positions take their time.
@Tag("slow")
@Timeout(120)
class FleetSummarySlowTest {

  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final Instant ONE = NOON.plusSeconds(3600);

  private static @Nullable Cluster cluster;

  private final TestClock clock = new TestClock(getClass().getName(), ONE);
  private final Random random = new Random(21);

  @BeforeAll
  static void startFlink() throws Exception {
    cluster = new Cluster();
  }

  @AfterAll
  static void stopFlink() throws Exception {
    flink().stop();
  }

  private static Cluster flink() {
    return Objects.requireNonNull(cluster);
  }

  /// One reading of each of these a second.
  private List<Sent> readings(int fromSecond, int toSecond, String... names) {
    return RandomReadings.of(
        List.of(names), NOON.plusSeconds(fromSecond), toSecond - fromSecond, random);
  }

  private static List<Sent> put(Fleet fleet, Shard shard, List<Sent> readings) {
    readings.forEach(each -> fleet.put(shard, each.json()));
    return readings;
  }

  private void advanceUntil(Fleet fleet, int summaries) throws InterruptedException {
    while (fleet.summaryCount() < summaries) {
      clock.advance(Duration.ofSeconds(10));
      fleet.breathe();
    }
  }

  /// Waits until no other shard is read, nor kept for the sake of its children.
  private static void awaitOnly(Shard shard, Fleet fleet) throws InterruptedException {
    while (true) {
      var shards = KnownMetrics.values("millisBehindLatest").keySet();
      if (shards.size() == 1 && shards.iterator().next().endsWith(shard.shardId())) {
        return;
      }
      fleet.breathe();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aMergedShardGoesOnWhereTheSlowerOfItsParentsWas(int tasks) throws Exception {
    var all = new ArrayList<Sent>();
    try (var fleet = new Fleet(2)) {
      var parents = fleet.shards();
      all.addAll(put(fleet, parents.get(0), readings(0, 600, "Shadowfax")));
      all.addAll(put(fleet, parents.get(1), readings(0, 120, "Rocinante")));
      fleet.merge(parents.get(0), parents.get(1));
      var job = flink().start(fleet.settings(Map.of()), clock, tasks);
      var child = fleet.shards().get(2);
      awaitOnly(child, fleet);
      all.addAll(put(fleet, child, readings(120, 600, "Rocinante")));
      all.addAll(put(fleet, child, readings(600, 660, "Shadowfax", "Rocinante")));
      advanceUntil(fleet, 22);

      assertThat(fleet.summaries(22))
          .containsExactlyInAnyOrderElementsOf(RandomReadings.summaries(all));
      job.cancel();
    }
  }

  @Test
  void twoTasksReadTheChildrenOfASplitWhileOtherShardsGoOn() throws Exception {
    var all = new ArrayList<Sent>();
    try (var fleet = new Fleet(2)) {
      var shards = fleet.shards();
      var job = flink().start(fleet.settings(Map.of()), clock, 2);
      all.addAll(put(fleet, shards.get(0), readings(0, 90, "Shadowfax", "Bucephalus")));
      fleet.split(shards.get(0), "42535295865117307932921825928971026432");
      all.addAll(put(fleet, shards.get(1), readings(0, 300, "Rocinante")));
      var children = fleet.shards().subList(2, 4);
      all.addAll(put(fleet, children.get(0), readings(90, 300, "Shadowfax")));
      all.addAll(put(fleet, children.get(1), readings(90, 300, "Bucephalus")));

      advanceUntil(fleet, 15);

      assertThat(fleet.summaries(15))
          .containsExactlyInAnyOrderElementsOf(RandomReadings.summaries(all));
      job.cancel();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aCrashLosesNothingAndRepeatsOnlyWhatWasPutSinceTheCheckpoint(int tasks) throws Exception {
    var names = new String[] {"Shadowfax", "Rocinante", "Bucephalus"};
    var all = new ArrayList<Sent>();
    try (var fleet = new Fleet(1)) {
      var shard = fleet.shards().get(0);
      var job = flink().start(fleet.settings(Map.of()), clock, tasks);
      all.addAll(put(fleet, shard, readings(0, 90, names)));
      fleet.summaries(3);
      job.checkpoint();
      all.addAll(put(fleet, shard, readings(90, 130, names)));
      fleet.summaries(6);
      clock.failOnce();
      all.addAll(put(fleet, shard, readings(130, 150, names)));
      // the second minute once more
      fleet.summaries(9);
      advanceUntil(fleet, 12);

      var summaries = fleet.summaries(12);
      assertThat(new HashSet<>(summaries))
          .containsExactlyInAnyOrderElementsOf(RandomReadings.summaries(all));
      assertThat(summaries.subList(6, 9))
          .containsExactlyInAnyOrderElementsOf(summaries.subList(3, 6));
      job.cancel();
    }
  }

  @ParameterizedTest
  @CsvSource({"LATEST,", "AT_TIMESTAMP, 2026-11-01T13:00:05Z"})
  void whatCameBeforeTheStartIsNotRead(String position, @Nullable String timestamp)
      throws Exception {
    var settings = new HashMap<>(Map.of("InputStream0/source.init.position", position));
    if (timestamp != null) {
      settings.put("InputStream0/source.init.timestamp", timestamp);
    }
    var time = StackClock.frozenAt(ONE);
    try (var fleet = new Fleet(1, time)) {
      var shard = fleet.shards().get(0);
      put(fleet, shard, readings(0, 60, "Shadowfax"));
      time.advance(Duration.ofSeconds(10));
      clock.advance(Duration.ofSeconds(5));
      var job = flink().start(fleet.settings(settings), clock);
      var read = put(fleet, shard, readings(0, 60, "Shadowfax"));

      advanceUntil(fleet, 1);

      assertThat(fleet.summaries(1)).isEqualTo(RandomReadings.summaries(read));
      job.cancel();
    }
  }
}
