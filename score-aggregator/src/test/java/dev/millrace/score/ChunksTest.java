package dev.millrace.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.score.ScoreChange.Delta;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChunksTest {

  private static Placed change(int place, String... users) {
    return change(place, BigDecimal.ONE, users);
  }

  private static Placed change(int place, BigDecimal points, String... users) {
    var deltas = Stream.of(users).map(user -> new Delta(user, points)).toList();
    return new Placed(place, new ScoreChange("e" + place, "" + place, null, deltas));
  }

  private static List<Placed> random(Random random) {
    var changes = new ArrayList<Placed>();
    var users = 1 + random.nextInt(30);
    for (var place = 0; place < 60; place++) {
      var user = random.nextInt(users);
      changes.add(
          random.nextInt(6) == 0
              ? change(place, "u" + user, "u" + (user + 1))
              : change(place, "u" + user));
    }
    return changes;
  }

  private static Set<String> users(List<Placed> chunk) {
    var users = new HashSet<String>();
    chunk.forEach(one -> one.change().deltas().forEach(delta -> users.add(delta.username())));
    return users;
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyChangeIsInOneChunkAndNoChunkIsTooLarge(long seed) {
    var batch = random(new Random(seed));
    var chunks = Chunks.of(batch, 12);
    assertThat(chunks.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(batch);
    assertThat(chunks).allMatch(chunk -> chunk.size() + users(chunk).size() <= 12);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void onlyTheUsersOfAFamilyTooLargeForAChunkAreInSeveral(long seed) {
    var batch = random(new Random(seed));
    var tooLarge = new HashSet<String>();
    for (var family : Families.of(batch)) {
      if (family.size() + users(family).size() > 40) {
        tooLarge.addAll(users(family));
      }
    }
    var chunksOf = new HashMap<String, Integer>();
    for (var chunk : Chunks.of(batch, 40)) {
      users(chunk).forEach(user -> chunksOf.merge(user, 1, Integer::sum));
    }
    chunksOf.values().removeIf(count -> count == 1);
    assertThat(tooLarge).containsAll(chunksOf.keySet());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void familiesHaveNoUserInCommonAndKeepTheOrder(long seed) {
    var batch = random(new Random(seed));
    var seen = new HashSet<String>();
    for (var family : Families.of(batch)) {
      assertThat(users(family)).noneMatch(seen::contains);
      assertThat(family).isSortedAccordingTo((a, b) -> Integer.compare(a.place(), b.place()));
      seen.addAll(users(family));
    }
    assertThat(Families.of(batch).stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(batch);
  }

  @Test
  void usersWhomAChangeOfUserConnectsAreAFamily() {
    var batch =
        List.of(
            change(0, "a"),
            change(1, "b"),
            change(2, "x"),
            change(3, "c", "b"),
            change(4, "a", "c"));
    assertThat(Families.of(batch))
        .containsExactly(
            List.of(batch.get(0), batch.get(1), batch.get(3), batch.get(4)), List.of(batch.get(2)));
  }

  @Test
  void aUserWithMoreChangesThanAChunkHoldsFillsConsecutiveOnes() {
    var batch =
        List.of(change(0, "a"), change(1, "b"), change(2, "a"), change(3, "a"), change(4, "a"));
    assertThat(Chunks.of(batch, 4))
        .containsExactly(
            List.of(batch.get(0), batch.get(2), batch.get(3)), List.of(batch.get(4), batch.get(1)));
  }

  @Test
  void aSumThatNoDynamoNumberHoldsIsAddedInTwoChunks() {
    var large = change(0, new BigDecimal("1e30"), "a");
    var small = change(1, new BigDecimal("1e-30"), "a");
    assertThat(Chunks.of(List.of(large, small), 100))
        .containsExactly(List.of(large), List.of(small));
  }

  @Test
  void nothingIsNoChunk() {
    assertThat(Chunks.of(List.of(), 100)).isEmpty();
  }
}
