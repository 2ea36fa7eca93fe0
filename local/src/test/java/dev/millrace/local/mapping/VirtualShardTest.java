package dev.millrace.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.mapping.VirtualShard.Item;
import dev.millrace.local.mapping.VirtualShard.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VirtualShardTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static List<Item> items(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Item("key-" + i, NOW, 100)).toList();
  }

  @Test
  void whatIsReadIsCutIntoBatchesOneAfterTheOther() {
    var shard = new VirtualShard(2, Duration.ZERO, 1);

    assertThat(shard.fetched(items(3), true, NOW)).containsExactly(new Wish.Invoke(0, 2, NOW));
    assertThat(shard.answered(0, NOW)).containsExactly(new Wish.Invoke(0, 1, NOW));
    assertThat(shard.answered(0, NOW)).isEmpty();
  }

  @Test
  void aBatchThatIsNotFullWaitsForItsWindow() {
    var shard = new VirtualShard(10, Duration.ofSeconds(5), 1);

    var end = NOW.plusSeconds(5);
    assertThat(shard.fetched(items(3), true, NOW)).containsExactly(new Wish.WakeAt(0, end));
    assertThat(shard.woken(0, end)).containsExactly(new Wish.Invoke(0, 3, NOW));
  }

  @Test
  void lanesWorkSideBySide() {
    var wishes = new VirtualShard(100, Duration.ZERO, 4).fetched(items(100), true, NOW);

    assertThat(wishes).allMatch(Wish.Invoke.class::isInstance).hasSize(4);
    assertThat(wishes.stream().mapToInt(wish -> ((Wish.Invoke) wish).records()).sum())
        .isEqualTo(100);
  }

  @Test
  void aBatchThatWasThrottledComesAgainAfterAPause() {
    var shard = new VirtualShard(2, Duration.ZERO, 1);
    shard.fetched(items(2), true, NOW);

    var later = NOW.plusMillis(500);
    assertThat(shard.throttled(0, NOW)).containsExactly(new Wish.WakeAt(0, later));
    assertThat(shard.woken(0, later)).containsExactly(new Wish.Invoke(0, 2, NOW));
  }

  @Test
  void noMoreIsReadThanTheLanesTake() {
    var shard = new VirtualShard(100, Duration.ZERO, 2);

    assertThat(shard.room()).isEqualTo(2000);
    shard.fetched(items(2000), false, NOW);
    assertThat(shard.room()).isEqualTo(200);
  }
}
