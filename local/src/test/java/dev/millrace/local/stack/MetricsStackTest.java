package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

class MetricsStackTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path folder = Path.of("");

  @Test
  void aPipelineIsMeasuredFromThePutToTheFunction() throws IOException {
    try (var function = new AskedFunction()) {
      AskedFunction.copyCode(folder.resolve("code"));
      function.does(data -> data.contains("poison") ? AskedFunction.FAIL : "null");
      var template =
          """
          Resources:
            Lines:
              Type: AWS::Kinesis::Stream
              Properties: {Name: lines, ShardCount: 1}
            Reader:
              Type: AWS::Serverless::Function
              Properties:
                FunctionName: reader
                Handler: dev.millrace.local.stack.handlers.AskingHandler
                Runtime: java25
                CodeUri: code
                Timeout: 300
                Environment: {Variables: {PORT: "%d"}}
                Events:
                  Line:
                    Type: Kinesis
                    Properties:
                      Stream: !GetAtt Lines.Arn
                      StartingPosition: TRIM_HORIZON
                      MaximumBatchingWindowInSeconds: 20
                      MaximumRetryAttempts: 0
          """
              .formatted(function.port());
      var options =
          new StackOptions(
              Files.writeString(folder.resolve("template.yaml"), template),
              Map.of(),
              "shop",
              0,
              FunctionMode.IN_PROCESS,
              StackClock.frozenAt(START),
              Optional.empty());
      try (var stack = Stack.start(options);
          var clients = new SdkClients(stack.endpoint());
          var cloudWatch =
              CloudWatchClient.builder()
                  .endpointOverride(stack.endpoint())
                  .region(Region.US_EAST_1)
                  .credentialsProvider(
                      StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                  .httpClientBuilder(Apache5HttpClient.builder())
                  .build()) {
        var checkpoint = stack.checkpoint();
        put(clients, "poison");
        stack.drain(Duration.ofSeconds(60));

        assertThat(sum(cloudWatch, "AWS/Kinesis", "IncomingRecords", "StreamName", "lines"))
            .isEqualTo(1);
        assertThat(sum(cloudWatch, "AWS/Kinesis", "IncomingBytes", "StreamName", "lines"))
            .isEqualTo(6);
        assertThat(sum(cloudWatch, "AWS/Kinesis", "GetRecords.Records", "StreamName", "lines"))
            .isEqualTo(1);
        assertThat(sum(cloudWatch, "AWS/Lambda", "Invocations", "FunctionName", "reader"))
            .isEqualTo(1);
        assertThat(sum(cloudWatch, "AWS/Lambda", "Errors", "FunctionName", "reader")).isEqualTo(1);
        assertThat(sum(cloudWatch, "AWS/Lambda", "Duration", "FunctionName", "reader"))
            .isPositive();
        assertThat(sum(cloudWatch, "AWS/Lambda", "IteratorAge", "FunctionName", "reader"))
            .isEqualTo(20_000);

        checkpoint.restore();
        assertThat(sum(cloudWatch, "AWS/Lambda", "Invocations", "FunctionName", "reader")).isZero();
      }
    }
  }

  private static void put(SdkClients clients, String line) {
    clients
        .kinesis()
        .putRecord(
            p -> p.streamName("lines").partitionKey("k").data(SdkBytes.fromUtf8String(line)));
  }

  private static double sum(
      CloudWatchClient cloudWatch, String namespace, String metric, String dimension, String of) {
    List<Datapoint> points =
        cloudWatch
            .getMetricStatistics(g ->
                g.namespace(namespace)
                    .metricName(metric)
                    .dimensions(Dimension.builder().name(dimension).value(of).build())
                    .startTime(START)
                    .endTime(START.plus(Duration.ofHours(1)))
                    .period(3600)
                    .statistics(Statistic.SUM))
            .datapoints();
    return points.stream().mapToDouble(Datapoint::sum).sum();
  }
}
