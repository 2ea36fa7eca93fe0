package dev.millrace.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import dev.millrace.local.mapping.StreamSource.Shard;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineageTest {

  private static final StartingPosition OLDEST = new StartingPosition.TrimHorizon();
  private static final StartingPosition NEWEST = new StartingPosition.Latest();

  private static final Shard PARENT = new Shard("parent", List.of(), true);
  private static final Shard OTHER = new Shard("other", List.of(), true);
  private static final Shard CHILD = new Shard("child", List.of("parent"), false);
  private static final Shard MERGED = new Shard("merged", List.of("parent", "other"), false);

  private static List<String> open(Lineage lineage) {
    var ready = lineage.ready();
    ready.forEach(lineage::opened);
    return ready.stream().map(start -> start.shard().id() + " " + name(start)).toList();
  }

  private static String name(Lineage.Start start) {
    return start.position().getClass().getSimpleName();
  }

  @Test
  @Proves(Rule.PARENTS_FIRST)
  void aChildWaitsForItsParent() {
    var lineage = new Lineage(OLDEST);
    lineage.listed(List.of(CHILD, PARENT));
    assertThat(open(lineage)).containsExactly("parent TrimHorizon");
    assertThat(open(lineage)).isEmpty();

    lineage.finished("parent");

    assertThat(open(lineage)).containsExactly("child TrimHorizon");
  }

  @Test
  @Proves(Rule.BOTH_PARENTS_OF_A_MERGE)
  void aMergedShardWaitsForBothParents() {
    var lineage = new Lineage(OLDEST);
    lineage.listed(List.of(PARENT, OTHER, MERGED));
    assertThat(open(lineage)).containsExactly("parent TrimHorizon", "other TrimHorizon");
    lineage.finished("other");
    assertThat(open(lineage)).isEmpty();

    lineage.finished("parent");

    assertThat(open(lineage)).containsExactly("merged TrimHorizon");
  }

  @Test
  void aParentThatLeftTheStreamIsNotWaitedFor() {
    var lineage = new Lineage(OLDEST);

    lineage.listed(List.of(CHILD));

    assertThat(open(lineage)).containsExactly("child TrimHorizon");
  }

  @Test
  @Proves(Rule.LATEST_AND_CLOSED_SHARDS)
  void latestPassesClosedShardsOver() {
    var lineage = new Lineage(NEWEST);

    lineage.listed(List.of(PARENT, CHILD));

    assertThat(open(lineage)).containsExactly("child Latest");
  }

  @Test
  @Proves({Rule.STARTING_POSITION_WITHOUT_CHECKPOINT, Rule.CHILDREN_FROM_THE_BEGINNING})
  void shardsThatAppearLaterAreReadFromTheirBeginning() {
    var lineage = new Lineage(NEWEST);
    lineage.listed(List.of(new Shard("parent", List.of(), false)));
    assertThat(open(lineage)).containsExactly("parent Latest");
    lineage.finished("parent");

    lineage.listed(List.of(PARENT, CHILD));

    assertThat(open(lineage)).containsExactly("child TrimHorizon");
  }

  @Test
  void aTimestampHoldsForEveryShardThatExistsAtTheStart() {
    var lineage = new Lineage(new StartingPosition.AtTimestamp(Instant.EPOCH));
    lineage.listed(List.of(PARENT, CHILD));
    assertThat(open(lineage)).containsExactly("parent AtTimestamp");

    lineage.finished("parent");

    assertThat(open(lineage)).containsExactly("child AtTimestamp");
  }
}
