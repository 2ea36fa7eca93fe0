package dev.millrace.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.Decoded;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AggregateTest {

  private static final Target SUM = new Target(Target.Kind.SUM, "sum");
  private static final Target MIN = new Target(Target.Kind.MIN, "min");
  private static final Target MAX = new Target(Target.Kind.MAX, "max");

  @Test
  void totalsAreExact() {
    var total = of("0.1").plus(of("0.2")).plus(of("-7"));

    assertThat(total.count()).isEqualTo(3);
    assertThat(total.totals())
        .containsExactly(
            Map.entry(SUM, new BigDecimal("-6.7")),
            Map.entry(MIN, new BigDecimal("-7")),
            Map.entry(MAX, new BigDecimal("0.2")));
  }

  @Test
  void targetsThatOneSideLacksAreKept() {
    var older = Aggregate.of(Map.of(SUM, BigDecimal.ONE));
    var newer = Aggregate.of(Map.of(MAX, BigDecimal.TWO));

    assertThat(older.plus(newer).totals()).containsOnlyKeys(SUM, MAX);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void neitherOrderNorGroupingChangesTheTotals(long seed) {
    var random = new Random(seed);
    var all = Stream.generate(() -> of(number(random))).limit(1 + random.nextInt(60)).toList();
    var shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, random);
    var cut = random.nextInt(all.size());
    var groups = new ArrayList<Aggregate>();
    total(shuffled.subList(0, cut)).forEach(groups::add);
    total(shuffled.subList(cut, all.size())).forEach(groups::add);

    assertThat(total(groups)).isEqualTo(total(all));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void asJsonAnAggregateStaysWhatItIs(long seed) {
    var random = new Random(seed);
    var aggregate =
        Stream.generate(() -> of(number(random)))
            .limit(1 + random.nextInt(9))
            .reduce(Aggregate::plus)
            .orElseThrow();

    assertThat(AggregateJson.read(AggregateJson.write(aggregate)))
        .isEqualTo(Decoded.valid(aggregate));
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @Test
  void itsJsonIsShort() {
    var aggregate = Aggregate.of(Map.of(SUM, new BigDecimal("525.50"), MAX, BigDecimal.TEN));

    assertThat(AggregateJson.write(aggregate))
        .isIn(
            "{\"max\":{\"max\":10},\"n\":1,\"sum\":{\"sum\":525.5}}",
            "{\"max\":{\"max\":1E+1},\"n\":1,\"sum\":{\"sum\":525.5}}");
  }

  private static List<Aggregate> total(List<Aggregate> aggregates) {
    return aggregates.stream().reduce(Aggregate::plus).stream().toList();
  }

  private static Aggregate of(String number) {
    var value = new BigDecimal(number);
    return Aggregate.of(Map.of(SUM, value, MIN, value, MAX, value));
  }

  private static String number(Random random) {
    return random.nextBoolean()
        ? String.valueOf(random.nextInt(2_000) - 1_000)
        : new BigDecimal(random.nextDouble() * 1e6)
            .setScale(random.nextInt(20), RoundingMode.DOWN)
            .toPlainString();
  }
}
