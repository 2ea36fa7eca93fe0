package dev.millrace.local.mapping;

import static dev.millrace.local.mapping.ShardSimulation.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SavedMappingTest {

  private static final SequenceNumber NUMBER =
      SequenceNumber.of("49590338271490256608559692538361571095921575989136588898");

  private static SavedMapping parsed(SavedMapping mapping) {
    return SavedMapping.parse(mapping.toJson(), "here");
  }

  @Test
  @Proves({Rule.LANES_AFTER_A_RESTART, Rule.WINDOWS_AFTER_A_RESTART})
  void everythingComesBackAsItWas() {
    var window =
        new OpenWindow(
            Window.containing(START, Duration.ofSeconds(60)),
            "{\"n\":\"ä\\\"\"}",
            Span.of(List.of(ShardSimulation.record(1, START), ShardSimulation.record(7, START))));
    var position =
        new Position(
            Set.of("a", "b", "c", "d"),
            List.of(
                new Lineage.Start(
                    new StreamSource.Shard("d", List.of("a", "b"), true),
                    new StartingPosition.TrimHorizon())),
            Map.of(
                "a", Bookmark.at(new Place.Oldest()),
                "b", Bookmark.at(new Place.Since(START)),
                "c",
                    new Bookmark(
                        new Place.After(NUMBER),
                        Set.of(SequenceNumber.of("5"), NUMBER),
                        START.plusNanos(5),
                        window,
                        START)));
    var config =
        new TestConfig()
            .from(new StartingPosition.AtTimestamp(START))
            .batchingWindow(5)
            .retries(3)
            .maximumAge(60)
            .bisect()
            .report()
            .window(60)
            .toQueue()
            .filters("{\"partitionKey\":[\"k\"]}")
            .build();

    var full = new SavedMapping(config, START, true, true, Optional.of(position));
    var empty =
        new SavedMapping(new TestConfig().build(), Instant.EPOCH, false, false, Optional.empty());

    assertThat(parsed(full)).isEqualTo(full);
    assertThat(parsed(empty)).isEqualTo(empty);
  }

  @Test
  void anotherFormIsRefused() {
    var json =
        new SavedMapping(new TestConfig().build(), START, true, false, Optional.empty())
            .toJson()
            .replace("\"version\":1", "\"version\":2");

    assertThatThrownBy(() -> SavedMapping.parse(json, "here"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the mapping position here cannot be understood: ")
        .hasMessageContaining("version must be 1, was 2");
  }
}
