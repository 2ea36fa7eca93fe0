package dev.millrace.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.fleet.RandomReadings.Sent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The job in Flink, from an embedded Kinesis to the same.
@Timeout(120)
class FleetSummaryJobTest {

  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final List<String> NAMES = List.of("Shadowfax", "Rocinante", "Bucephalus");

  private final TestClock clock = new TestClock(getClass().getName(), NOON.plusSeconds(3600));

  private static @Nullable Cluster cluster;

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

  private void advanceUntil(Fleet fleet, int summaries) throws InterruptedException {
    while (fleet.summaryCount() < summaries) {
      clock.advance(Duration.ofSeconds(10));
      fleet.breathe();
    }
  }

  @Test
  void sumsUpEveryMinuteExactly() throws Exception {
    var random = new Random(11);
    var readings = RandomReadings.of(NAMES, NOON, 150, random);
    try (var fleet = new Fleet(2)) {
      var malformed = send(fleet, jumbled(readings, random), random);
      var job = flink().start(fleet.settings(Map.of()), clock);

      fleet.summaries(6);
      // nobody has anything more to say: the third minute ends by the clock
      advanceUntil(fleet, 9);

      assertThat(fleet.summaries(9))
          .containsExactlyInAnyOrderElementsOf(RandomReadings.summaries(readings));
      assertThat(KnownMetrics.values("numRecordsInErrors").values()).containsExactly(malformed);
      assertThat(KnownMetrics.values("numRecordsIn"))
          .anySatisfy((scope, count) -> {
            assertThat(scope).endsWith("Source: readings.0");
            assertThat(count).isEqualTo(readings.size() + malformed);
          });
      assertThat(KnownMetrics.values("millisBehindLatest"))
          .hasSize(2)
          .allSatisfy((scope, behind) -> {
            assertThat(scope)
                .containsPattern(
                    "readings\\.0\\.KinesisStreamSource\\.region\\.us-east-1"
                        + "\\.stream\\.wildrydes\\.shardId\\.shardId-00000000000[01]$");
            assertThat(behind).isEqualTo(0L);
          });
      job.cancel();
      assertThat(KnownMetrics.values("millisBehindLatest")).isEmpty();
    }
  }

  /// Each reading at most two seconds late.
  private static List<Sent> jumbled(List<Sent> readings, Random random) {
    var jumbled = new ArrayList<>(readings);
    for (var from = 0; from < jumbled.size(); from += 6) {
      Collections.shuffle(jumbled.subList(from, Math.min(from + 6, jumbled.size())), random);
    }
    return jumbled;
  }

  /// Some alone, some in aggregates, each unicorn on its own shard, with what is no reading.
  ///
  /// @return how often that was sent
  private static long send(Fleet fleet, List<Sent> readings, Random random) {
    var shards = fleet.shards();
    var aggregate = new ArrayList<byte[]>();
    var malformed = 1;
    for (var each : readings) {
      var shard = shards.get(NAMES.indexOf(each.name()) % shards.size());
      if (shard.equals(shards.get(0)) && random.nextBoolean()) {
        aggregate.add(each.json());
        continue;
      }
      if (shard.equals(shards.get(0))) {
        aggregate.add("no reading".getBytes(UTF_8));
        malformed++;
        aggregate.add(each.json());
        fleet.put(shard, Kpl.pack(aggregate));
        aggregate.clear();
      } else {
        fleet.put(shard, each.json());
      }
    }
    fleet.put(shards.get(0), Kpl.pack(aggregate));
    fleet.put(shards.get(1), "{\"Name\":\"Shadowfax\"}".getBytes(UTF_8));
    return malformed;
  }

  @Test
  void goesOnFromASavepointWithoutLossOrRepetition(@TempDir Path savepoints) throws Exception {
    var random = new Random(12);
    var readings = RandomReadings.of(NAMES, NOON, 90, random);
    try (var fleet = new Fleet(2)) {
      var settings = fleet.settings(Map.of());
      send(fleet, jumbled(readings.subList(0, 225), random), random);
      var first = flink().start(settings, clock);
      fleet.summaries(3);
      var savepoint = first.stopWithSavepoint(savepoints);
      send(fleet, jumbled(readings.subList(225, 270), random), random);

      var second = flink().restore(settings, clock, savepoint);
      // the last of these is read as late as possible, so everything before it was
      readings.addAll(RandomReadings.of(NAMES, NOON.plusSeconds(90), 60, random));
      send(fleet, readings.subList(270, 450), random);

      assertThat(fleet.summaries(6))
          .containsExactlyInAnyOrderElementsOf(
              RandomReadings.summaries(before(readings, NOON.plusSeconds(120))));
      second.cancel();
    }
  }

  private static List<Sent> before(List<Sent> readings, Instant end) {
    return readings.stream().filter(each -> each.time().isBefore(end)).toList();
  }

  @Test
  void readsChildrenAfterTheirParents() throws Exception {
    var random = new Random(13);
    var readings = RandomReadings.of(NAMES, NOON, 200, random);
    try (var fleet = new Fleet(2)) {
      send(fleet, readings.subList(0, 210), random);
      var shards = fleet.shards();
      fleet.split(shards.get(0), "42535295865117307932921825928971026432");
      var children = fleet.shards().subList(2, 4);
      for (var each : readings.subList(210, 600)) {
        var shard = NAMES.indexOf(each.name()) == 1 ? shards.get(1) : children.get(1);
        fleet.put(shard, each.json());
      }
      var job = flink().start(fleet.settings(Map.of()), clock);
      // one child has no reading: its time goes on where its parent left it
      advanceUntil(fleet, 12);

      assertThat(fleet.summaries(12))
          .containsExactlyInAnyOrderElementsOf(RandomReadings.summaries(readings));
      job.cancel();
    }
  }

  @Test
  void setsLateReadingsAsideAsTheyCame() throws Exception {
    var random = new Random(14);
    var readings = RandomReadings.of(List.of("Shadowfax"), NOON, 120, random);
    try (var fleet = new Fleet(2)) {
      var shard = fleet.shards().get(0);
      readings.forEach(each -> fleet.put(shard, each.json()));
      var job =
          flink()
              .start(fleet.settings(Map.of("OutputStream0/late.stream.name", Fleet.LATE)), clock);
      // the other shard never has a reading: with the first minute it stops holding things up
      advanceUntil(fleet, 2);
      fleet.put(shard, readings.get(0).json());

      assertThat(fleet.late(1)).containsExactly(new String(readings.get(0).json(), UTF_8));
      assertThat(fleet.summaries(2)).isEqualTo(RandomReadings.summaries(readings));
      job.cancel();
    }
  }
}
