package dev.millrace.score;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.score.ScoreChange.Delta;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreEventTest {

  private static Delta delta(String username, String points) {
    return new Delta(username, new BigDecimal(points));
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
