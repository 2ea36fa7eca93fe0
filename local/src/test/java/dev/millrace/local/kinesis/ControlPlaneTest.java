package dev.millrace.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import dev.millrace.local.kinesis.StartStreamEncryption.Encryption;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Consumers and settings of streams.
class ControlPlaneTest {

  private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

  private final Account account = new Account().create("s", 2);

  private StreamConsumer.Wire register(String name) {
    return account
        .call(RegisterStreamConsumer::apply, new RegisterStreamConsumer.Request(ARN, name, null))
        .consumer();
  }

  private DescribeStreamSummary.Summary summary() {
    return account
        .call(DescribeStreamSummary::apply, new DescribeStreamSummary.Request("s", null))
        .streamDescriptionSummary();
  }

  private static void assertRefused(ThrowingCallable call, AwsError error, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(AwsException.class, e -> assertThat(e.error()).isEqualTo(error))
        .hasMessageContaining(message);
  }

  @Test
  @Proves(Rule.CONSUMER_SOURCE)
  void aConsumersArnEndsWithItsNameAndTheSecondOfItsCreation() {
    var consumer = register("c");

    assertThat(consumer.consumerARN())
        .isEqualTo(ARN + "/consumer/c:" + account.now.getEpochSecond());
    assertThat(consumer.consumerStatus()).isEqualTo("ACTIVE");
    assertThat(summary().consumerCount()).isEqualTo(1);
  }

  @Test
  void aConsumerIsFoundByItsArnOrItsStreamAndName() {
    var arn = register("c").consumerARN();

    for (var request :
        List.of(
            new DescribeStreamConsumer.Request(null, null, arn),
            new DescribeStreamConsumer.Request(ARN, "c", null),
            new DescribeStreamConsumer.Request(ARN, "c", arn))) {
      var found = account.call(DescribeStreamConsumer::apply, request).consumerDescription();
      assertThat(found.consumerARN()).isEqualTo(arn);
      assertThat(found.streamARN()).isEqualTo(ARN);
    }
    assertRefused(
        () ->
            account.call(
                DescribeStreamConsumer::apply, new DescribeStreamConsumer.Request(ARN, null, null)),
        AwsError.INVALID_ARGUMENT,
        "Either ConsumerARN or both StreamARN and ConsumerName must be given");
    assertRefused(
        () ->
            account.call(
                DescribeStreamConsumer::apply, new DescribeStreamConsumer.Request(ARN, "d", arn)),
        AwsError.INVALID_ARGUMENT,
        "ConsumerName d name different consumers");
    assertRefused(
        () ->
            account.call(
                DescribeStreamConsumer::apply, new DescribeStreamConsumer.Request(ARN, "d", null)),
        AwsError.RESOURCE_NOT_FOUND,
        "Consumer d under stream s under account 000000000000 not found.");
  }

  @Test
  @Proves(Rule.TWENTY_CONSUMERS)
  void aStreamHasTwentyConsumersOfDifferentNames() {
    IntStream.range(0, 20).forEach(i -> register("c" + i));

    assertRefused(() -> register("c0"), AwsError.RESOURCE_IN_USE, "already exists");
    assertRefused(() -> register("more"), AwsError.LIMIT_EXCEEDED, "has 20 registered consumers");
  }

  @Test
  void consumersAreListedInPages() {
    IntStream.range(0, 5).forEach(i -> register("c" + i));

    var first =
        account.call(
            ListStreamConsumers::apply, new ListStreamConsumers.Request(ARN, null, 3, null));
    var second =
        account.call(
            ListStreamConsumers::apply,
            new ListStreamConsumers.Request(ARN, first.nextToken(), 3, null));

    assertThat(first.consumers())
        .extracting(StreamConsumer.Wire::consumerName)
        .containsExactly("c0", "c1", "c2");
    assertThat(second.consumers())
        .extracting(StreamConsumer.Wire::consumerName)
        .containsExactly("c3", "c4");
    assertThat(second.nextToken()).isNull();
  }

  @Test
  @Proves(Rule.A_CONSUMER_MADE_ANEW)
  void aConsumerThatIsRegisteredAgainIsAnother() {
    var arn = register("c").consumerARN();
    account.call(
        DeregisterStreamConsumer::apply, new DeregisterStreamConsumer.Request(null, null, arn));
    assertThat(account.news).isEqualTo(ARN);
    account.advance(Duration.ofSeconds(1));

    assertThat(register("c").consumerARN()).isNotEqualTo(arn);
    assertRefused(
        () ->
            account.call(
                DeregisterStreamConsumer::apply,
                new DeregisterStreamConsumer.Request(null, null, arn)),
        AwsError.RESOURCE_NOT_FOUND,
        arn);
  }

  @Test
  void aStreamWithConsumersIsDeletedOnlyWithThem() {
    register("c");

    assertRefused(
        () -> account.call(DeleteStream::apply, new DeleteStream.Request("s", null, null)),
        AwsError.RESOURCE_IN_USE,
        "has 1 registered consumers");
    account.call(DeleteStream::apply, new DeleteStream.Request("s", null, true));
    assertThat(account.state.streams()).isEmpty();
  }

  @Test
  void aSubscriberMustWaitFiveSecondsPerShard() {
    var arn = register("c").consumerARN();
    var latest = new SubscribeToShard.Position(GetShardIterator.Type.LATEST, null, null);
    var first = new SubscribeToShard.Request(arn, Shard.id(0), latest);
    account.call(SubscribeToShard::apply, first);
    account.call(SubscribeToShard::apply, new SubscribeToShard.Request(arn, Shard.id(1), latest));

    account.advance(Duration.ofMillis(4_999));
    assertRefused(
        () -> account.call(SubscribeToShard::apply, first),
        AwsError.RESOURCE_IN_USE,
        "Another active subscription exists");
    account.advance(Duration.ofMillis(1));
    account.call(SubscribeToShard::apply, first);
  }

  @Test
  void encryptionIsShownAndTakenBack() {
    account.call(
        StartStreamEncryption::apply,
        new StartStreamEncryption.Request("s", null, Encryption.KMS, "alias/k"));

    assertThat(summary().encryptionType()).isEqualTo("KMS");
    assertThat(summary().keyId()).isEqualTo("alias/k");
    assertRefused(
        () ->
            account.call(
                StopStreamEncryption::apply,
                new StopStreamEncryption.Request("s", null, Encryption.KMS, "other")),
        AwsError.INVALID_ARGUMENT,
        "KeyId other is not the key of stream s");
    account.call(
        StopStreamEncryption::apply,
        new StopStreamEncryption.Request("s", null, Encryption.KMS, "alias/k"));
    assertThat(summary().encryptionType()).isEqualTo("NONE");
    assertThat(summary().keyId()).isNull();
    assertRefused(
        () ->
            account.call(
                StartStreamEncryption::apply,
                new StartStreamEncryption.Request("s", null, Encryption.NONE, "k")),
        AwsError.INVALID_ARGUMENT,
        "EncryptionType must be KMS, was NONE");
  }

  @Test
  void theModeChangesAndTheShardsStay() {
    account.call(
        UpdateStreamMode::apply, new UpdateStreamMode.Request(ARN, StreamMode.ON_DEMAND.details()));

    assertThat(summary().streamModeDetails().streamMode()).isEqualTo(StreamMode.ON_DEMAND);
    assertThat(summary().openShardCount()).isEqualTo(2);
    var limits = account.call(DescribeLimits::apply, new DescribeLimits.Request());
    assertThat(limits.onDemandStreamCount()).isEqualTo(1);
    assertThat(limits.openShardCount()).isZero();
  }

  @Test
  void largerRecordsAreTakenOnceTheyAreAllowed() {
    var data = new byte[2 << 20];
    var request = new PutRecord.Request("s", null, data, "k", null, null);
    assertRefused(
        () -> account.call(PutRecord::apply, request),
        AwsError.VALIDATION,
        "less than or equal to 1048576");

    account.call(UpdateMaxRecordSize::apply, new UpdateMaxRecordSize.Request(ARN, 3072));

    account.call(PutRecord::apply, request);
    assertThat(summary().maxRecordSizeInKiB()).isEqualTo(3072);
    assertRefused(
        () ->
            account.call(UpdateMaxRecordSize::apply, new UpdateMaxRecordSize.Request(ARN, 10_241)),
        AwsError.VALIDATION,
        "Value '10241' at 'maxRecordSizeInKiB'");
  }

  @Test
  void metricsAreChosenInTheApisOrder() {
    var request =
        new EnableEnhancedMonitoring.Request("s", null, List.of("OutgoingBytes", "IncomingBytes"));
    var enabled = account.call(EnableEnhancedMonitoring::apply, request);

    assertThat(enabled.currentShardLevelMetrics()).isEmpty();
    assertThat(enabled.desiredShardLevelMetrics())
        .containsExactly("IncomingBytes", "OutgoingBytes");
    var all =
        account.call(
            DisableEnhancedMonitoring::apply,
            new EnableEnhancedMonitoring.Request("s", null, List.of("ALL")));
    assertThat(all.currentShardLevelMetrics()).hasSize(2);
    assertThat(all.desiredShardLevelMetrics()).isEmpty();
    assertRefused(
        () ->
            account.call(
                EnableEnhancedMonitoring::apply,
                new EnableEnhancedMonitoring.Request("s", null, List.of("Bytes"))),
        AwsError.VALIDATION,
        "Value 'Bytes' at 'shardLevelMetrics'");
  }

  @Test
  void streamsAndConsumersHaveTagsAndPoliciesOfTheirOwn() {
    var consumer = register("c").consumerARN();
    for (var arn : List.of(ARN, consumer)) {
      assertRefused(
          () -> account.call(GetResourcePolicy::apply, new GetResourcePolicy.Request(arn)),
          AwsError.RESOURCE_NOT_FOUND,
          arn);
      account.call(TagResource::apply, new TagResource.Request(arn, Map.of("of", arn, "x", "y")));
      account.call(UntagResource::apply, new UntagResource.Request(arn, List.of("x")));
      account.call(
          PutResourcePolicy::apply,
          new PutResourcePolicy.Request(arn, "{\"Version\":\"2012-10-17\"}"));
    }

    for (var arn : List.of(ARN, consumer)) {
      assertThat(
              account.call(ListTagsForResource::apply, new ListTagsForResource.Request(arn)).tags())
          .containsExactly(new ListTagsForStream.Tag("of", arn));
      assertThat(
              account.call(GetResourcePolicy::apply, new GetResourcePolicy.Request(arn)).policy())
          .contains("2012-10-17");
      account.call(DeleteResourcePolicy::apply, new DeleteResourcePolicy.Request(arn));
      assertRefused(
          () -> account.call(DeleteResourcePolicy::apply, new DeleteResourcePolicy.Request(arn)),
          AwsError.RESOURCE_NOT_FOUND,
          "No resource policy found");
    }
    assertRefused(
        () -> account.call(PutResourcePolicy::apply, new PutResourcePolicy.Request(ARN, "[]")),
        AwsError.INVALID_ARGUMENT,
        "The policy must be a JSON object, was []");
  }
}
