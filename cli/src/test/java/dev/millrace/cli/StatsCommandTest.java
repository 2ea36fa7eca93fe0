package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.aws.Access;
import dev.millrace.cli.fake.Nodding;
import dev.millrace.cli.stats.StatsClients;
import dev.millrace.local.Checkpoint;
import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.stack.Stack;
import dev.millrace.local.stack.StackOptions;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;

/// The command over a stack whose clock is years away from this machine's.
class StatsCommandTest {

  private static final StackClock CLOCK =
      StackClock.frozenAt(Instant.parse("2031-03-01T12:00:00Z"));
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static Stack stack;
  private static StatsClients clients;
  private static Checkpoint start;

  private final Shell shell = new Shell();

  @BeforeAll
  static void up(@TempDir Path folder) throws IOException {
    Nodding.copyCode(folder.resolve("code"));
    var template =
        """
        Resources:
          Lines:
            Type: AWS::Kinesis::Stream
            Properties: {Name: lines, ShardCount: 2}
          Reader:
            Type: AWS::Serverless::Function
            Properties:
              FunctionName: reader
              Handler: dev.millrace.cli.fake.Nodding::handle
              Runtime: java25
              CodeUri: code
              Events:
                Line:
                  Type: Kinesis
                  Properties: {Stream: !GetAtt Lines.Arn, StartingPosition: TRIM_HORIZON}
          Bucket: {Type: AWS::S3::Bucket}
          Archive:
            Type: AWS::KinesisFirehose::DeliveryStream
            Properties:
              DeliveryStreamName: archive
              ExtendedS3DestinationConfiguration:
                BucketARN: !GetAtt Bucket.Arn
                RoleARN: arn:aws:iam::000000000000:role/writer
        """;
    stack =
        Stack.start(
            new StackOptions(
                Files.writeString(folder.resolve("template.yaml"), template),
                Map.of(),
                "shop",
                0,
                FunctionMode.IN_PROCESS,
                CLOCK,
                Optional.empty()));
    clients = StatsClients.of(Access.at(stack.endpoint()));
    start = stack.checkpoint();
  }

  @AfterAll
  static void down() {
    clients.close();
    stack.close();
  }

  @BeforeEach
  void putAndProcess() {
    for (var data : List.of("one", "two", "three")) {
      clients
          .kinesis()
          .putRecord(
              put -> put.streamName("lines").partitionKey("k").data(SdkBytes.fromUtf8String(data)));
    }
    clients
        .firehose()
        .putRecord(put ->
            put.deliveryStreamName("archive")
                .record(record -> record.data(SdkBytes.fromUtf8String("one"))));
    stack.drain(LIMIT);
  }

  @AfterEach
  void reset() {
    start.restore();
  }

  private int stats(String... arguments) {
    var all = new ArrayList<>(List.of("stats", "--endpoint-url", stack.endpoint().toString()));
    all.addAll(List.of(arguments));
    return shell.execute(all.toArray(String[]::new));
  }

  @Test
  void countsAreOfTheLastMinutesOfTheStacksClock() {
    CLOCK.advance(Duration.ofMinutes(20));

    assertThat(stats()).isZero();
    assertThat(stats("--last", "1h")).isZero();

    assertThat(shell.out.toString().lines())
        .anyMatch(line -> line.matches("lines +2 +0 +0 +0 +0 +0"))
        .anyMatch(line -> line.matches("lines +2 +3 +11 +3 +11 +0"))
        .contains("counts are of the last 5 minutes", "counts are of the last 60 minutes");
  }

  @Test
  void theSameAsOneJsonObject() {
    assertThat(stats("--json", "--last", "1h")).isZero();

    assertThat(shell.out.toString())
        .matches(
            """
            \\{"minutes":60,\
            "streams":\\[\\{"name":"lines","openShards":2,"recordsIn":3,"bytesIn":11,\
            "recordsRead":3,"bytesRead":11,"writesThrottled":0}],\
            "functions":\\[\\{"name":"reader","invocations":[1-3],"errors":0,\
            "averageMillis":[0-9.]+,"iteratorAgeMillis":[0-9.]+}],\
            "mappings":\\[\\{"function":"reader","source":"kinesis lines","state":"Enabled",\
            "lastResult":"OK"}],\
            "deliveryStreams":\\[\\{"name":"archive","state":"ACTIVE","recordsIn":1}]}
            """);
  }

  @Test
  void watchingLooksAgainUntilThePauseEndsIt() {
    shell.ansi = true;
    var pauses = new ArrayList<Duration>();
    shell.pause =
        wait -> {
          pauses.add(wait);
          return pauses.size() < 3;
        };

    assertThat(stats("--watch")).isZero();

    assertThat(pauses).hasSize(3).containsOnly(Duration.ofSeconds(5));
    assertThat(shell.out.toString().split("\u001b\\[H\u001b\\[2J", -1)).hasSize(4);
  }

  @Test
  void theUsualAwsSettingsSayWhereTheAccountIs() {
    var settings =
        Map.of(
            "aws.endpointUrl", stack.endpoint().toString(),
            "aws.region", "us-east-1",
            "aws.accessKeyId", "test",
            "aws.secretAccessKey", "test");
    settings.forEach(System::setProperty);
    try {
      assertThat(shell.execute("stats", "--aws", "--last", "1h")).isZero();
    } finally {
      settings.keySet().forEach(System::clearProperty);
    }

    assertThat(shell.out.toString().lines())
        .anyMatch(line -> line.matches("lines +2 +3 +11 +3 +11 +0"));
  }
}
