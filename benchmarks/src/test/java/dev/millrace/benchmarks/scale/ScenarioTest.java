package dev.millrace.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScenarioTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static long records(Consumer consumer) {
    return consumer.answers().stream().mapToLong(Consumer.Answer::records).sum();
  }

  @Test
  void aShardThatIsBehindKeepsItsPlaceWhileOthersThatWereThrottledWait() {
    var result =
        new Scenario()
            .backlog(60_000)
            .shards(20)
            .concurrency(8)
            .function(FunctionTime.ofMillis(200))
            .run(Duration.ZERO, MINUTE);

    var busy = result.all().stream().filter(consumer -> records(consumer) > 0);
    assertThat(busy).hasSize(8);
  }

  @Test
  void oneSeedGivesOneResult() {
    var scenario = new Scenario().perSecond(900).consumers(3).parallelizationFactor(4);

    var answers = scenario.run(Duration.ZERO, MINUTE).answers().toList();
    assertThat(answers).isNotEmpty();
    assertThat(scenario.run(Duration.ZERO, MINUTE).answers().toList()).isEqualTo(answers);
  }

  @Test
  void everyRecordIsWorkedOffOnce() {
    var result =
        new Scenario().backlog(12_345).parallelizationFactor(10).run(Duration.ZERO, MINUTE);

    assertThat(result.all().stream().mapToLong(ScenarioTest::records).sum()).isEqualTo(12_345);
  }
}
