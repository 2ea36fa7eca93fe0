package dev.millrace.local.mapping;

import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Builds mapping settings; everything that is not set is off.
final class TestConfig {

  static final String KINESIS_STREAM = "arn:aws:kinesis:eu-west-1:000000000000:stream/wildrydes";
  static final String DYNAMODB_STREAM =
      "arn:aws:dynamodb:eu-west-1:000000000000:table/Scores/stream/2026-01-01T00:00:00.000";
  static final String QUEUE = "arn:aws:sqs:eu-west-1:000000000000:wildrydes-queue";

  private String uuid = "11111111-2222-3333-4444-555555555555";
  private String function = "consumer";
  private String streamArn = KINESIS_STREAM;
  private StartingPosition position = new StartingPosition.TrimHorizon();
  private int batchSize = 100;
  private Duration batchingWindow = Duration.ZERO;
  private int parallel = 1;
  private OptionalInt retries = OptionalInt.empty();
  private Optional<Duration> maximumAge = Optional.empty();
  private boolean bisect;
  private boolean report;
  private Optional<Duration> window = Optional.empty();
  private Optional<String> onFailure = Optional.empty();
  private List<String> filters = List.of();

  TestConfig uuid(String value) {
    uuid = value;
    return this;
  }

  TestConfig function(String value) {
    function = value;
    return this;
  }

  TestConfig stream(String arn) {
    streamArn = arn;
    return this;
  }

  TestConfig from(StartingPosition value) {
    position = value;
    return this;
  }

  TestConfig batchSize(int value) {
    batchSize = value;
    return this;
  }

  TestConfig batchingWindow(int seconds) {
    batchingWindow = Duration.ofSeconds(seconds);
    return this;
  }

  TestConfig parallel(int value) {
    parallel = value;
    return this;
  }

  TestConfig retries(int value) {
    retries = OptionalInt.of(value);
    return this;
  }

  TestConfig maximumAge(int seconds) {
    maximumAge = Optional.of(Duration.ofSeconds(seconds));
    return this;
  }

  TestConfig bisect() {
    bisect = true;
    return this;
  }

  TestConfig report() {
    report = true;
    return this;
  }

  TestConfig window(int seconds) {
    window = Optional.of(Duration.ofSeconds(seconds));
    return this;
  }

  TestConfig toQueue() {
    return toQueue(QUEUE);
  }

  TestConfig toQueue(String arn) {
    onFailure = Optional.of(arn);
    return this;
  }

  TestConfig filters(String... patterns) {
    filters = List.of(patterns);
    return this;
  }

  MappingConfig build() {
    return new MappingConfig(
        uuid,
        streamArn,
        function,
        "arn:aws:lambda:eu-west-1:000000000000:function:" + function,
        "arn:aws:iam::000000000000:role/role-of-" + function,
        position,
        batchSize,
        batchingWindow,
        parallel,
        retries,
        maximumAge,
        bisect,
        report,
        window,
        onFailure,
        filters);
  }
}
