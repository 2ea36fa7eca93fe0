package dev.millrace.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardActionsTest {

  private static final String HALF = "170141183460469231731687303715884105728";

  private final Account account = new Account();

  private List<Integer> list(
      ShardFilter.Type type, @Nullable String shardId, @Nullable Instant time) {
    var request =
        new ListShards.Request(
            "s", null, null, null, null, null, new ShardFilter(type, shardId, time));
    return numbers(account.call(ListShards::apply, request));
  }

  private static List<Integer> numbers(ListShards.Response response) {
    return response.shards().stream()
        .map(shard -> Shard.number(shard.shardId()).orElseThrow())
        .toList();
  }

  private ListShards.Response page(@Nullable String token, @Nullable ShardFilter filter) {
    return account.call(
        ListShards::apply,
        new ListShards.Request(token == null ? "s" : null, null, token, null, 2, null, filter));
  }

  /// 0 → 1 and 2, then 1 and 2 → 3, an hour between each.
  private void splitAndMerge() {
    account.create("s", 1);
    account.advance(Duration.ofHours(1));
    account.split("s", Shard.id(0), HALF);
    account.advance(Duration.ofHours(1));
    account.merge("s", Shard.id(1), Shard.id(2));
    account.advance(Duration.ofHours(1));
  }

  @Test
  void aSplitClosesTheParentAndSharesItsRange() {
    account.create("s", 1).split("s", Shard.id(0), HALF);

    var shards = account.stream("s").shards().values().stream().map(Shard::wire).toList();

    assertThat(shards.get(0).sequenceNumberRange().endingSequenceNumber()).isNotNull();
    assertThat(shards.get(1).hashKeyRange())
        .isEqualTo(new HashRange.Wire("0", "170141183460469231731687303715884105727"));
    assertThat(shards.get(2).hashKeyRange())
        .isEqualTo(new HashRange.Wire(HALF, "340282366920938463463374607431768211455"));
    assertThat(shards.subList(1, 3))
        .allSatisfy(shard -> {
          assertThat(shard.parentShardId()).isEqualTo(Shard.id(0));
          assertThat(shard.adjacentParentShardId()).isNull();
          assertThat(shard.sequenceNumberRange().endingSequenceNumber()).isNull();
        });
    assertThat(account.news).isEqualTo("arn:aws:kinesis:us-east-1:000000000000:stream/s");
  }

  @Test
  void aMergeHasBothParents() {
    account.create("s", 2).merge("s", Shard.id(0), Shard.id(1));

    var child = account.stream("s").shards().lastEntry().getValue();

    assertThat(child.parents()).containsExactly(0, 1);
    assertThat(child.range()).isEqualTo(HashRange.ALL);
    assertThat(account.stream("s").open()).hasSize(1);
  }

  @Test
  void aChildsSequenceNumbersFollowItsParents() {
    account.create("s", 20);
    var last = account.put("s", "k", "x").sequenceNumber();
    var parent = account.stream("s").shardOf(HashRange.hash("k"));
    var range = account.stream("s").existing(parent).range();
    account.split("s", Shard.id(parent), range.start().add(BigInteger.TEN).toString());

    assertThat(new BigInteger(account.put("s", "k", "y").sequenceNumber()))
        .isGreaterThan(new BigInteger(last));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "340282366920938463463374607431768211455"})
  void aSplitMustLeaveSomethingOnBothSides(String hash) {
    account.create("s", 1);

    assertThatThrownBy(() -> account.split("s", Shard.id(0), hash))
        .isInstanceOf(AwsException.class)
        .hasMessageStartingWith(
            "NewStartingHashKey %s used in SplitShard() on shard shardId-000000000000", hash);
  }

  @Test
  void aClosedShardIsNotReshardedAgain() {
    account.create("s", 1).split("s", Shard.id(0), HALF);

    assertThatThrownBy(() -> account.split("s", Shard.id(0), HALF))
        .hasMessageContaining("has already been merged or split");
  }

  @Test
  void onlyNeighboursMerge() {
    account.create("s", 3);

    assertThatThrownBy(() -> account.merge("s", Shard.id(0), Shard.id(2)))
        .hasMessageContaining("are not an adjacent pair of shards eligible for merging");
    assertThatThrownBy(() -> account.merge("s", Shard.id(0), Shard.id(0)))
        .hasMessageContaining("are not an adjacent pair of shards eligible for merging");
    assertThatThrownBy(() -> account.merge("s", Shard.id(0), Shard.id(9)))
        .hasMessage(
            "Could not find shard shardId-000000000009 in stream s under account 000000000000.");
  }

  @Test
  void onDemandStreamsAreNotReshardedByHand() {
    account.call(
        CreateStream::apply,
        new CreateStream.Request("s", null, StreamMode.ON_DEMAND.details(), null));

    assertThatThrownBy(() -> account.split("s", Shard.id(0), "5"))
        .hasMessage("SplitShard requires a stream in PROVISIONED mode, s is ON_DEMAND");
  }

  @ParameterizedTest
  @CsvSource({"1,2", "2,3", "3,2", "4,5", "5,3", "4,8", "8,4", "6,6"})
  void scalingMakesUniformShards(int from, int to) {
    account.create("s", from);
    var answer =
        account.call(
            UpdateShardCount::apply,
            new UpdateShardCount.Request(
                "s", null, to, UpdateShardCount.ScalingType.UNIFORM_SCALING));

    var stream = account.stream("s");
    assertThat(answer.currentShardCount()).isEqualTo(from);
    assertThat(stream.shards().values().stream().filter(Shard::isOpen).map(Shard::range))
        .containsExactlyInAnyOrderElementsOf(HashRange.uniform(to));
    assertThat(stream.open()).hasSize(to);
  }

  @ParameterizedTest
  @CsvSource({"1,3,up over double", "4,1,down below half"})
  void scalingGoesAtMostByAFactorOfTwo(int from, int to, String message) {
    account.create("s", from);

    assertThatThrownBy(() ->
            account.call(
                UpdateShardCount::apply,
                new UpdateShardCount.Request(
                    "s", null, to, UpdateShardCount.ScalingType.UNIFORM_SCALING)))
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.error()).isEqualTo(AwsError.LIMIT_EXCEEDED))
        .hasMessageContaining(message);
  }

  @Test
  void filtersChooseShardsByTheTimeTheyWereOpen() {
    var start = account.now;
    splitAndMerge();

    assertThat(list(ShardFilter.Type.AT_TRIM_HORIZON, null, null)).containsExactly(0);
    assertThat(list(ShardFilter.Type.FROM_TRIM_HORIZON, null, null)).containsExactly(0, 1, 2, 3);
    assertThat(list(ShardFilter.Type.AT_LATEST, null, null)).containsExactly(3);
    assertThat(list(ShardFilter.Type.AFTER_SHARD_ID, Shard.id(1), null)).containsExactly(2, 3);
    assertThat(list(ShardFilter.Type.AT_TIMESTAMP, null, start.plusSeconds(5400)))
        .containsExactly(1, 2);
    assertThat(list(ShardFilter.Type.FROM_TIMESTAMP, null, start.plusSeconds(5400)))
        .containsExactly(1, 2, 3);
  }

  @Test
  void theTrimHorizonHasARootEvenIfTheStreamWasSplitInItsFirstMillisecond() {
    account.create("s", 1).split("s", Shard.id(0), HALF);

    assertThat(list(ShardFilter.Type.AT_TRIM_HORIZON, null, null)).containsExactly(0);
    assertThat(list(ShardFilter.Type.AT_LATEST, null, null)).containsExactly(1, 2);
  }

  @Test
  void aFiltersMembersMustFitItsType() {
    account.create("s", 1);

    assertThatThrownBy(() -> list(ShardFilter.Type.AFTER_SHARD_ID, null, null))
        .hasMessage("ShardFilter of type AFTER_SHARD_ID requires the member ShardId");
    assertThatThrownBy(() -> list(ShardFilter.Type.AT_LATEST, null, account.now))
        .hasMessage("ShardFilter of type AT_LATEST does not take the member Timestamp");
  }

  @Test
  void aClosedShardIsGoneAfterTheRetention() {
    splitAndMerge();
    account.advance(Duration.ofHours(22));

    assertThat(list(ShardFilter.Type.FROM_TRIM_HORIZON, null, null)).containsExactly(1, 2, 3);
    account.advance(Duration.ofHours(1));
    assertThat(list(ShardFilter.Type.FROM_TRIM_HORIZON, null, null)).containsExactly(3);
  }

  @Test
  void shardsAreListedInPagesThatKeepTheFilter() {
    account.create("s", 3);
    account.advance(Duration.ofHours(1));
    account.split("s", Shard.id(0), "1000");
    var filter = new ShardFilter(ShardFilter.Type.AT_LATEST, null, null);

    var numbers = new ArrayList<Integer>();
    var page = page(null, filter);
    numbers.addAll(numbers(page));
    while (page.nextToken() != null) {
      page = page(page.nextToken(), null);
      numbers.addAll(numbers(page));
    }

    assertThat(numbers).containsExactly(1, 2, 3, 4);
  }

  @Test
  void aPagesTokenExpires() {
    account.create("s", 3);
    var token = page(null, null).nextToken();
    account.advance(Duration.ofMinutes(6));

    assertThatThrownBy(() -> page(token, null))
        .isInstanceOfSatisfying(
            AwsException.class, e -> assertThat(e.error()).isEqualTo(AwsError.EXPIRED_NEXT_TOKEN));
  }

  @Test
  void aTokenStandsAlone() {
    account.create("s", 3);
    var token = page(null, null).nextToken();

    assertThatThrownBy(() ->
            account.call(
                ListShards::apply,
                new ListShards.Request("s", null, token, null, null, null, null)))
        .hasMessage("NextToken and StreamName cannot be provided together.");
  }
}
