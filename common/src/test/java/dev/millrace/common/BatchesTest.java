package dev.millrace.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchesTest {

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void batchesAreFullWithinTheLimitsAndKeepEverythingInOrder(long seed) {
    var random = new Random(seed);
    var items = random.ints(random.nextInt(200), 0, 21).boxed().toList();

    var batches = Batches.split(items, item -> item, 7, 60);

    assertThat(batches.stream().flatMap(List::stream)).isEqualTo(items);
    for (var i = 0; i < batches.size(); i++) {
      var sum = batches.get(i).stream().mapToInt(item -> item).sum();
      assertThat(batches.get(i)).hasSizeBetween(1, 7);
      assertThat(sum).isLessThanOrEqualTo(60);
      if (i + 1 < batches.size() && batches.get(i).size() < 7) {
        assertThat(sum + batches.get(i + 1).getFirst()).isGreaterThan(60);
      }
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @Test
  void anItemThatCanNeverFitIsNamed() {
    assertThatThrownBy(() -> Batches.split(List.of("a", "longer"), String::length, 10, 3))
        .isInstanceOf(PoisonException.class)
        .hasMessage("an item must have at most 3 bytes, had 6: longer");
  }
}
