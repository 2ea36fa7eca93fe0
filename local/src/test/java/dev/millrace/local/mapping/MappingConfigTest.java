package dev.millrace.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import java.time.Instant;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MappingConfigTest {

  private static Arguments row(
      String parameter, Function<TestConfig, TestConfig> setting, String value, String rule) {
    return Arguments.of(parameter, setting, value, rule);
  }

  private static Stream<Arguments> outOfRange() {
    return Stream.of(
        row("batchSize", c -> c.batchSize(0), "0", "greater than or equal to 1"),
        row("batchSize", c -> c.batchSize(10_001), "10001", "less than or equal to 10000"),
        row(
            "maximumBatchingWindowInSeconds",
            c -> c.batchingWindow(-1),
            "-1",
            "greater than or equal to 0"),
        row(
            "maximumBatchingWindowInSeconds",
            c -> c.batchingWindow(301),
            "301",
            "less than or equal to 300"),
        row("parallelizationFactor", c -> c.parallel(0), "0", "greater than or equal to 1"),
        row("parallelizationFactor", c -> c.parallel(11), "11", "less than or equal to 10"),
        row("maximumRetryAttempts", c -> c.retries(-1), "-1", "greater than or equal to 0"),
        row("maximumRetryAttempts", c -> c.retries(10_001), "10001", "less than or equal to 10000"),
        row(
            "maximumRecordAgeInSeconds",
            c -> c.maximumAge(59),
            "59",
            "greater than or equal to 60"),
        row(
            "maximumRecordAgeInSeconds",
            c -> c.maximumAge(604_801),
            "604801",
            "less than or equal to 604800"),
        row("tumblingWindowInSeconds", c -> c.window(0), "0", "greater than or equal to 1"),
        row("tumblingWindowInSeconds", c -> c.window(901), "901", "less than or equal to 900"));
  }

  @ParameterizedTest(name = "{0} = {2}")
  @MethodSource("outOfRange")
  @Proves({
    Rule.BATCH_SIZE,
    Rule.BATCHING_WINDOW,
    Rule.MAXIMUM_RETRY_ATTEMPTS,
    Rule.MAXIMUM_RECORD_AGE,
    Rule.TUMBLING_WINDOW
  })
  void aValueOutOfRangeIsRefusedByName(
      String parameter, Function<TestConfig, TestConfig> setting, String value, String rule) {
    assertThatThrownBy(() -> setting.apply(new TestConfig()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must have value %s"
                .formatted(value, parameter, rule));
  }

  @Test
  @Proves({
    Rule.BATCH_SIZE,
    Rule.BATCHING_WINDOW,
    Rule.MAXIMUM_RETRY_ATTEMPTS,
    Rule.MAXIMUM_RECORD_AGE,
    Rule.TUMBLING_WINDOW
  })
  void theEndsOfEveryRangeAreAccepted() {
    assertThatCode(
            () -> {
              new TestConfig()
                  .batchSize(1)
                  .batchingWindow(0)
                  .parallel(1)
                  .retries(0)
                  .maximumAge(60)
                  .window(1)
                  .build();
              new TestConfig()
                  .batchSize(10_000)
                  .batchingWindow(300)
                  .retries(10_000)
                  .maximumAge(604_800)
                  .window(900)
                  .build();
              new TestConfig().parallel(10).build();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void aTumblingWindowIsRefusedTogetherWithAFactorAboveOne() {
    assertThatThrownBy(new TestConfig().parallel(2).window(60)::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "parallelizationFactor must be 1 together with tumblingWindowInSeconds, was 2 with 60");
  }

  @Test
  @Proves(Rule.AT_TIMESTAMP_IS_FOR_KINESIS)
  void aTimestampIsNoStartingPositionForDynamoDb() {
    var config =
        new TestConfig()
            .stream(TestConfig.DYNAMODB_STREAM)
                .from(new StartingPosition.AtTimestamp(Instant.EPOCH));

    assertThatThrownBy(config::build)
        .hasMessageStartingWith(
            "Unsupported starting position for arn type: " + TestConfig.DYNAMODB_STREAM);
  }

  @Test
  void aStreamConsumerBelongsToItsStream() {
    var arn = StreamArn.parse(TestConfig.KINESIS_STREAM + "/consumer/con1:1700000000");

    assertThat(arn.isConsumer()).isTrue();
    assertThat(arn.stream()).isEqualTo("wildrydes");
    assertThat(arn.streamText()).isEqualTo(TestConfig.KINESIS_STREAM);
    assertThatThrownBy(() -> StreamArn.parse(TestConfig.KINESIS_STREAM + "/consumer/con1"))
        .hasMessageStartingWith(
            "eventSourceArn must be the ARN of a Kinesis stream, of its consumer");
  }

  @Test
  void anotherSourceIsRefusedByName() {
    assertThatThrownBy(() -> new TestConfig().stream(TestConfig.QUEUE).build())
        .hasMessage(
            "eventSourceArn must be the ARN of a Kinesis stream, of its consumer, or of a DynamoDB stream, was "
                + TestConfig.QUEUE);
  }
}
