package dev.millrace.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.score.ScoreChange.Delta;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TotalsTest {

  private static ScoreChange change(int number, Delta... deltas) {
    return new ScoreChange("e" + number, "" + number, null, List.of(deltas));
  }

  private static Delta delta(String username, String points) {
    return new Delta(username, new BigDecimal(points));
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void orderNeverChangesTheTotals(long seed) {
    var random = new Random(seed);
    var changes = new ArrayList<ScoreChange>();
    for (var i = 0; i < 60; i++) {
      var user = random.nextInt(12);
      var first = delta("u" + user, "" + random.nextInt(-9, 10));
      var second = delta("u" + (user + 1), random.nextInt(9) + ".5");
      changes.add(random.nextBoolean() ? change(i, first) : change(i, first, second));
    }
    var shuffled = new ArrayList<>(changes);
    Collections.shuffle(shuffled, random);
    assertThat(Totals.of(shuffled)).isEqualTo(Totals.of(changes));
  }

  @Test
  void whoWinsAsMuchAsIsLostHasNoChange() {
    var changes =
        List.of(change(1, delta("a", "1.0"), delta("b", "2")), change(2, delta("a", "-1")));
    assertThat(Totals.of(changes)).isEqualTo(Map.of("b", new BigDecimal("2")));
  }
}
