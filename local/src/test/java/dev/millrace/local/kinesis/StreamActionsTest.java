package dev.millrace.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamActionsTest {

  private final Account account = new Account();

  private void create(
      String name,
      @Nullable Integer shards,
      @Nullable StreamMode mode,
      @Nullable Map<String, String> tags) {
    account.call(
        CreateStream::apply,
        new CreateStream.Request(name, shards, mode == null ? null : mode.details(), tags));
  }

  private DescribeStream.Description describe(
      String name, @Nullable Integer limit, @Nullable String after) {
    return account
        .call(DescribeStream::apply, new DescribeStream.Request(name, null, limit, after))
        .streamDescription();
  }

  private static void assertRefused(AwsError error, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(AwsException.class, e -> assertThat(e.error()).isEqualTo(error))
        .hasMessage(message);
  }

  @Test
  void anOnDemandStreamHasFourShards() {
    create("s", null, StreamMode.ON_DEMAND, null);

    assertThat(describe("s", null, null).shards()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "ü", "a/b", "a|b"})
  void aNameKeepsToItsPattern(String name) {
    assertRefused(
        AwsError.VALIDATION,
        "1 validation error detected: Value '%s' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"
            .formatted(name),
        () -> create(name, 1, null, null));
  }

  @Test
  void theNumberOfShardsIsChecked() {
    assertRefused(
        AwsError.VALIDATION,
        "1 validation error detected: Value '0' at 'shardCount' failed to satisfy constraint: Member must have value greater than or equal to 1",
        () -> create("s", 0, null, null));
    assertRefused(
        AwsError.VALIDATION,
        "ShardCount is required in PROVISIONED mode, is missing",
        () -> create("s", null, null, null));
    assertRefused(
        AwsError.VALIDATION,
        "ShardCount must not be given in ON_DEMAND mode, was 2",
        () -> create("s", 2, StreamMode.ON_DEMAND, null));
  }

  @Test
  void aDeletedStreamIsGoneAndItsNameIsFree() {
    account.create("s", 1).put("s", "k", "old");
    account.call(DeleteStream::apply, new DeleteStream.Request("s", null, null));

    assertRefused(
        AwsError.RESOURCE_NOT_FOUND,
        "Stream s under account 000000000000 not found.",
        () -> describe("s", null, null));
    account.create("s", 1);
    assertThat(account.get(account.oldest("s", Shard.id(0)), null).records()).isEmpty();
  }

  @Test
  void aStreamIsNamedByNameOrArnAndTheyMustAgree() {
    account.create("s", 1);
    var arn = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

    assertThat(account.state.stream(null, arn, account.now).name()).isEqualTo("s");
    assertThat(account.state.stream("s", arn, account.now).name()).isEqualTo("s");
    assertRefused(
        AwsError.INVALID_ARGUMENT,
        "StreamName t and StreamARN " + arn + " name different streams",
        () -> account.state.stream("t", arn, account.now));
    assertRefused(
        AwsError.VALIDATION,
        "Either StreamName or StreamARN must be given, both are missing",
        () -> account.state.stream(null, null, account.now));
    assertRefused(
        AwsError.RESOURCE_NOT_FOUND,
        "Stream arn:aws:kinesis:eu-west-1:1:stream/s not found: streams here have ARNs"
            + " arn:aws:kinesis:us-east-1:000000000000:stream/<name>",
        () -> account.state.stream(null, "arn:aws:kinesis:eu-west-1:1:stream/s", account.now));
  }

  @Test
  void aDescriptionListsShardsInPages() {
    account.create("s", 5);

    var first = describe("s", 3, null);
    var second = describe("s", 3, first.shards().getLast().shardId());

    assertThat(first.hasMoreShards()).isTrue();
    assertThat(second.hasMoreShards()).isFalse();
    assertThat(second.shards())
        .extracting(Shard.Wire::shardId)
        .containsExactly("shardId-000000000003", "shardId-000000000004");
  }

  @Test
  void streamsAreListedByNameInPages() {
    for (var name : List.of("d", "b", "a", "c", "e")) {
      account.create(name, 1);
    }
    var names = new ArrayList<String>();
    String token = null;
    do {
      var page = account.call(ListStreams::apply, new ListStreams.Request(2, null, token));
      names.addAll(page.streamNames());
      assertThat(page.hasMoreStreams()).isEqualTo(page.nextToken() != null);
      token = page.nextToken();
    } while (token != null);

    assertThat(names).containsExactly("a", "b", "c", "d", "e");
    assertThat(
            account
                .call(ListStreams::apply, new ListStreams.Request(null, "c", null))
                .streamNames())
        .containsExactly("d", "e");
    assertRefused(
        AwsError.INVALID_ARGUMENT,
        "NextToken is invalid.",
        () -> account.call(ListStreams::apply, new ListStreams.Request(1, null, "x")));
  }

  @Test
  void aStreamHasAtMostFiftyTags() {
    var tags = new HashMap<String, String>();
    for (int i = 0; i < 51; i++) {
      tags.put("t" + i, "");
    }

    assertRefused(
        AwsError.INVALID_ARGUMENT,
        "A stream has at most 50 tags, this would make 51",
        () -> create("s", 1, null, tags));
    assertThat(account.state.streams()).isEmpty();
  }

  @Test
  void tagsAreListedInPages() {
    create("s", 1, null, Map.of("a", "1", "b", "2", "c", "3"));

    var first =
        account.call(ListTagsForStream::apply, new ListTagsForStream.Request("s", null, null, 2));
    var second =
        account.call(ListTagsForStream::apply, new ListTagsForStream.Request("s", null, "b", 2));

    assertThat(first.hasMoreTags()).isTrue();
    assertThat(first.tags()).extracting(ListTagsForStream.Tag::key).containsExactly("a", "b");
    assertThat(second.hasMoreTags()).isFalse();
    assertThat(second.tags()).extracting(ListTagsForStream.Tag::value).containsExactly("3");
  }

  @Test
  void retentionIsChangedByTheActionForItsDirection() {
    account.create("s", 1);
    increase(48);

    assertThat(account.stream("s").retentionHours()).isEqualTo(48);
    assertRefused(
        AwsError.INVALID_ARGUMENT,
        "Requested retention period (24 hours) for stream s can not be shorter than the existing"
            + " retention period of 48 hours; use DecreaseStreamRetentionPeriod",
        () -> increase(24));
    assertRefused(
        AwsError.INVALID_ARGUMENT,
        "Requested retention period (72 hours) for stream s can not be longer than the existing"
            + " retention period of 48 hours; use IncreaseStreamRetentionPeriod",
        () -> decrease(72));
    assertRefused(
        AwsError.INVALID_ARGUMENT,
        "Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too"
            + " short.",
        () -> decrease(23));
    assertRefused(
        AwsError.INVALID_ARGUMENT,
        "Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) is"
            + " too long.",
        () -> increase(8761));
  }

  private void increase(int hours) {
    account.call(
        IncreaseStreamRetentionPeriod::apply,
        new IncreaseStreamRetentionPeriod.Request("s", null, hours));
  }

  private void decrease(int hours) {
    account.call(
        DecreaseStreamRetentionPeriod::apply,
        new DecreaseStreamRetentionPeriod.Request("s", null, hours));
  }
}
