package dev.millrace.score;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.score.ScoreChange.Delta;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScoreBatchTest {

  private static ScoreChange change(int number, Delta... deltas) {
    return new ScoreChange("e" + number, "" + number, Instant.EPOCH, List.of(deltas));
  }

  private static Delta delta(String username, String points) {
    return new Delta(username, new BigDecimal(points));
  }

  private static ScoreBatch batch(ScoreChange... changes) {
    return new ScoreBatch("arn", List.of(changes));
  }

  private static List<ScoreChange> randomChanges(Random random) {
    var changes = new ArrayList<ScoreChange>();
    for (var i = 0; i < 60; i++) {
      var user = random.nextInt(12);
      var first = delta("u" + user, "" + random.nextInt(-9, 10));
      var second = delta("u" + (user + 1), random.nextInt(9) + ".5");
      changes.add(
          switch (random.nextInt(3)) {
            case 0 -> change(i);
            case 1 -> change(i, first);
            default -> change(i, first, second);
          });
    }
    return changes;
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void orderNeverChangesTheTotals(long seed) {
    var random = new Random(seed);
    var changes = randomChanges(random);
    var shuffled = new ArrayList<>(changes);
    Collections.shuffle(shuffled, random);
    assertThat(Totals.of(shuffled)).isEqualTo(Totals.of(changes));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void chunksKeepEverythingInOrderWithinTheLimit(long seed) {
    var whole = new ScoreBatch("arn", randomChanges(new Random(seed)));
    var chunks = whole.chunks(5);
    assertThat(chunks.stream().flatMap(chunk -> chunk.changes().stream()))
        .isEqualTo(whole.changes());
    for (var chunk : chunks) {
      var users = new HashSet<String>();
      chunk.changes().forEach(c -> c.deltas().forEach(d -> users.add(d.username())));
      assertThat(users).hasSizeLessThanOrEqualTo(5);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theRestOfABatchIsCutAtTheSamePlaces(long seed) {
    var whole = new ScoreBatch("arn", randomChanges(new Random(seed)));
    var chunks = whole.chunks(5);
    var first = chunks.getFirst().changes().size();
    var rest = new ScoreBatch("arn", whole.changes().subList(first, whole.changes().size()));
    assertThat(rest.chunks(5)).isEqualTo(chunks.subList(1, chunks.size()));
  }

  @Test
  void whoWinsAsMuchAsIsLostHasNoChange() {
    var changes =
        List.of(change(1, delta("a", "1.0"), delta("b", "2")), change(2, delta("a", "-1")));
    assertThat(Totals.of(changes)).isEqualTo(Map.of("b", new BigDecimal("2")));
  }

  @Test
  void aSumThatNoDynamoNumberHoldsIsAddedInTwoTransactions() {
    var large = change(1, delta("a", "1e30"));
    var small = change(2, delta("a", "1e-30"));
    assertThat(batch(large, small).chunks(100)).containsExactly(batch(large), batch(small));
  }

  @Test
  void aTokenDependsOnAllThatATransactionIsMadeOf() {
    var chunk = batch(change(1, delta("a", "1")), change(2, delta("b", "1")));
    var tokens =
        List.of(
            TransactionToken.of("T", chunk),
            TransactionToken.of("U", chunk),
            TransactionToken.of("T", new ScoreBatch("other", chunk.changes())),
            TransactionToken.of("T", batch(chunk.changes().getFirst())),
            TransactionToken.of("T", batch(change(1, delta("a", "2")), change(2, delta("b", "1")))),
            TransactionToken.of("T", batch(change(1, delta("a", "1"), delta("b", "1")), change(2))),
            TransactionToken.of(
                "T", batch(change(1, delta("a", "1")), change(3, delta("b", "1")))));
    assertThat(tokens).doesNotHaveDuplicates().allMatch(token -> token.length() == 32);
    assertThat(TransactionToken.of("T", batch(chunk.changes().toArray(ScoreChange[]::new))))
        .isEqualTo(tokens.getFirst());
  }

  @Test
  void eventsAreStableAndKeyedByUser() {
    var made = Instant.parse("2026-01-05T10:00:00Z");
    var change =
        new ScoreChange("id", "1", made, List.of(delta("Jane Doe", "-30"), delta("John", "35.50")));
    var events = ScoreEvent.of(change, "GameScoresByUser", Instant.EPOCH);
    assertThat(events).extracting(ScoreEvent::partitionKey).containsExactly("Jane Doe", "John");
    assertThat(new String(events.getLast().json(), UTF_8))
        .isEqualTo(
            "{\"id\":\"id:1\",\"timestamp\":\"2026-01-05T10:00:00Z\","
                + "\"tablename\":\"GameScoresByUser\",\"username\":\"John\",\"score\":35.50}");
  }

  @Test
  void anEventWithoutItsOwnTimeHasTheBatchs() {
    var change = new ScoreChange("id", "1", null, List.of(delta("Jane", "1")));
    assertThat(ScoreEvent.of(change, "T", Instant.EPOCH).getFirst().timestamp())
        .isEqualTo(Instant.EPOCH);
  }

  @Test
  void aNameTooLongForAPartitionKeyIsHashed() {
    var event = new ScoreEvent("id", Instant.EPOCH, "T", "x".repeat(257), BigDecimal.ONE);
    assertThat(event.partitionKey()).hasSize(64).matches("[0-9a-f]*");
  }
}
