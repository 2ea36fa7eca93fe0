package dev.millrace.cli.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorTest {

  private static List<String> lines(long seed, int count) throws IOException {
    return Inputs.of(new GeneratedReadings(seed, count)).read().stream()
        .map(reading -> reading.partitionKey() + " " + new String(reading.data(), UTF_8))
        .toList();
  }

  @Test
  void oneSeedAlwaysMakesTheSame() throws IOException {
    assertThat(Inputs.of(new GeneratedScores(7, 500)))
        .isEqualTo(Inputs.of(new GeneratedScores(7, 500)))
        .isNotEqualTo(Inputs.of(new GeneratedScores(8, 500)));
    assertThat(lines(7, 500)).isEqualTo(lines(7, 500)).isNotEqualTo(lines(8, 500));
    assertThat(Inputs.of(new GeneratedTrips(7, 500)))
        .isEqualTo(Inputs.of(new GeneratedTrips(7, 500)))
        .isNotEqualTo(Inputs.of(new GeneratedTrips(8, 500)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 19, 1000})
  void asManyAreMadeAsWereAskedFor(int count) throws IOException {
    assertThat(Inputs.of(new GeneratedScores(1, count)).read()).hasSize(count);
    assertThat(Inputs.of(new GeneratedReadings(1, count)).read()).hasSize(count);
    assertThat(Inputs.of(new GeneratedTrips(1, count)).read()).hasSize(count);
  }

  @Test
  void everyUpdateAndDeleteMeetsARecordAndChangesIt() throws IOException {
    var live = new HashMap<Long, ScoreChange>();
    var kinds = new HashMap<Class<?>, Integer>();
    for (var change : Inputs.of(new GeneratedScores(42, 5000)).read()) {
      kinds.merge(change.getClass(), 1, Integer::sum);
      switch (change) {
        case ScoreChange.Put put -> assertThat(live.put(put.recordId(), put)).isNull();
        case ScoreChange.Update(var id, var user, var score) -> {
          var put = new ScoreChange.Put(id, user, score);
          assertThat(score).isPositive();
          assertThat(live.put(id, put)).isNotNull().isNotEqualTo(put);
        }
        case ScoreChange.Delete(var id) -> assertThat(live.remove(id)).isNotNull();
      }
    }
    assertThat(kinds).hasSize(3).allSatisfy((_, count) -> assertThat(count).isGreaterThan(100));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 500, 1500, 100_000})
  void poisonIsFewAndKnown(int count) throws IOException {
    var input = new GeneratedReadings(3, count);
    var poison = Math.min(count, Math.clamp(count / 500, 2, 12));

    assertThat(input.poisonCount()).isEqualTo(poison);
    assertThat(input.description()).contains(poison + " of them poison");
    assertThat(Inputs.of(input).read().stream().filter(GeneratorTest::isPoison).count())
        .isEqualTo(poison);
  }

  private static boolean isPoison(ReadingInput reading) {
    var text = new String(reading.data(), UTF_8);
    return text.contains("error")
        || !List.of("Name", "StatusTime", "Distance", "HealthPoints").stream()
            .allMatch(field -> text.contains('"' + field + '"'));
  }

  @Test
  void noTwoReadingsHaveTheSameNameAndTime() throws IOException {
    var keys =
        Inputs.of(new GeneratedReadings(5, 2000)).read().stream()
            .filter(reading -> !isPoison(reading))
            .map(reading -> new String(reading.data(), UTF_8).split(",\"Latitude", 2)[0])
            .toList();

    assertThat(keys).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 20, 1000})
  void spuriousTripsAreOneInTwentyAndKnown(int count) throws IOException {
    var input = new GeneratedTrips(3, count);
    var spurious = Math.min(count, Math.max(3, count / 20));

    assertThat(input.description()).contains(spurious + " of them spurious");
    assertThat(Inputs.of(input).read().stream().filter(GeneratorTest::isSpurious).count())
        .isEqualTo(input.spuriousCount())
        .isEqualTo(spurious);
  }

  private static boolean isSpurious(TripInput trip) {
    return !trip.type().equals("trip")
        || trip.pickup().latitude().isEmpty()
        || trip.pickup().longitude().filter(BigDecimal.ZERO::equals).isPresent();
  }
}
