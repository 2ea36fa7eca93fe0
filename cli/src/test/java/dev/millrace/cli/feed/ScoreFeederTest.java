package dev.millrace.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cli.fake.FakeDynamo;
import dev.millrace.cli.input.ScoreChange;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ScoreFeederTest {

  private final FakeDynamo dynamo = new FakeDynamo();
  private final Progress progress = new Progress();
  private final ScoreFeeder feeder =
      new ScoreFeeder(dynamo, "GameScoreRecords", progress, _ -> true);

  private static ScoreChange put(long id, int score) {
    return new ScoreChange.Put(id, "Ada", BigDecimal.valueOf(score));
  }

  @Test
  void twentyFivePutsShareACall() {
    for (var id = 1; id <= 60; id++) {
      feeder.send(put(id, id));
    }
    feeder.flush();

    assertThat(dynamo.batches).containsExactly(25, 25, 10);
    assertThat(progress.sent()).isEqualTo(60);
  }

  @Test
  void theChangesOfARecordKeepTheirOrder() {
    feeder.send(put(1, 10));
    feeder.send(put(2, 20));
    feeder.send(put(1, 11));
    feeder.send(new ScoreChange.Update(1, "Emil", BigDecimal.ONE));
    feeder.send(new ScoreChange.Delete(1));
    feeder.send(put(1, 12));
    feeder.flush();

    assertThat(dynamo.writes.stream().filter(write -> write.contains(" 1")))
        .containsExactly(
            "put 1 Ada 10", "put 1 Ada 11", "update 1 Emil 1", "delete 1", "put 1 Ada 12");
    assertThat(progress.sent()).isEqualTo(6);
  }

  @Test
  void unprocessedItemsAreSentAgain() {
    dynamo.unprocessed = 2;
    feeder.send(put(1, 10));
    feeder.send(put(2, 20));
    feeder.flush();

    assertThat(dynamo.writes).containsExactly("put 1 Ada 10", "put 2 Ada 20");
    assertThat(progress.retried()).isEqualTo(2);
  }

  @Test
  void whatIsNeverTakenIsAnErrorThatNamesTheTable() {
    dynamo.unprocessed = 100;
    feeder.send(put(1, 10));

    assertThatThrownBy(feeder::flush)
        .isInstanceOf(FeedException.class)
        .hasMessage(
            "table GameScoreRecords did not take 1 records in 12 attempts: UnprocessedItems");
  }
}
