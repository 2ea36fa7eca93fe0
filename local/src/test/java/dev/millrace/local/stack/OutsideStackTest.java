package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.kinesis.KinesisServer;
import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.lambda.LogEvent;
import dev.millrace.local.lambda.handlers.OutsideHandler;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;

/// A stack whose Kinesis is a server of its own, in another region and account.
class OutsideStackTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final String TEMPLATE =
      """
      Resources:
        Lines:
          Type: AWS::Kinesis::Stream
          Properties: {Name: lines, ShardCount: 1, RetentionPeriodHours: 48}
        Bucket: {Type: AWS::S3::Bucket}
        Failures: {Type: AWS::SQS::Queue}
        Delivery:
          Type: AWS::KinesisFirehose::DeliveryStream
          Properties:
            DeliveryStreamName: lines
            DeliveryStreamType: KinesisStreamAsSource
            KinesisStreamSourceConfiguration:
              {KinesisStreamARN: !GetAtt Lines.Arn, RoleARN: "arn:aws:iam::000000000000:role/r"}
            ExtendedS3DestinationConfiguration:
              BucketARN: !GetAtt Bucket.Arn
              RoleARN: arn:aws:iam::000000000000:role/r
              BufferingHints: {SizeInMBs: 5, IntervalInSeconds: 300}
        Reader:
          Type: AWS::Serverless::Function
          Properties:
            FunctionName: reader
            Handler: dev.millrace.local.lambda.handlers.OutsideHandler
            Runtime: java25
            CodeUri: code
            Events:
              Line:
                Type: Kinesis
                Properties: {Stream: !GetAtt Lines.Arn, StartingPosition: LATEST}
      Outputs:
        StreamArn: {Value: !GetAtt Lines.Arn}
      """;

  @TempDir private Path folder = Path.of("");

  private final StackClock clock = StackClock.frozenAt(START);
  private final StackClock outsideClock = StackClock.frozenAt(START.minusSeconds(3));
  private final Gateway elsewhere = Gateway.open(0);
  private final SdkClients outside = new SdkClients(elsewhere.endpoint());

  OutsideStackTest() {
    elsewhere.add(new KinesisServer(outsideClock, "eu-west-1", "123456789012", _ -> {}).service());
  }

  @AfterEach
  void close() {
    outside.close();
    elsewhere.close();
    outsideClock.close();
    clock.close();
  }

  private StackOptions options(String endpointUrl) throws IOException, URISyntaxException {
    var handler = Path.of(OutsideHandler.class.getName().replace('.', '/') + ".class");
    var classes = OutsideHandler.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    var copy = folder.resolve("code").resolve(handler);
    Files.createDirectories(copy.getParent());
    Files.copy(Path.of(classes).resolve(handler), copy);
    return new StackOptions(
            Files.writeString(folder.resolve("template.yaml"), TEMPLATE),
            Map.of(),
            "shop",
            0,
            FunctionMode.IN_PROCESS,
            clock,
            Optional.empty())
        .with(OutsideServices.parse(List.of(endpointUrl)));
  }

  private StackOptions options() throws IOException, URISyntaxException {
    return options("kinesis=" + elsewhere.endpoint());
  }

  private void put(String data) {
    outside
        .kinesis()
        .putRecord(
            p -> p.streamName("lines").partitionKey("k").data(SdkBytes.fromUtf8String(data)));
  }

  private static BlockingQueue<String> logOf(Stack stack) {
    var lines = new LinkedBlockingQueue<String>();
    stack.logs().subscribe((LogEvent event) -> lines.add(event.message()));
    return lines;
  }

  private static void await(BlockingQueue<String> lines, String text) throws InterruptedException {
    var seen = "";
    while (!seen.contains(text)) {
      var line = lines.poll(60, TimeUnit.SECONDS);
      assertThat(line).as("log line with " + text).isNotNull();
      seen += line;
    }
  }

  @Test
  void resourcesAreMadeAndRecordsReadWhereTheServiceIs() throws Exception {
    try (var stack = Stack.start(options())) {
      var log = logOf(stack);
      put("hello from outside");

      await(log, "hello from outside");
      assertThat(stack.outputs())
          .containsEntry("StreamArn", "arn:aws:kinesis:eu-west-1:123456789012:stream/lines");
      assertThat(
              outside
                  .kinesis()
                  .describeStreamSummary(s -> s.streamName("lines"))
                  .streamDescriptionSummary()
                  .retentionPeriodHours())
          .isEqualTo(48);
    }
  }

  @Test
  void functionsAreToldWhereTheServiceIs() throws Exception {
    try (var stack = Stack.start(options())) {
      var log = logOf(stack);
      put("x");

      await(log, "kinesis=" + elsewhere.endpoint() + " others=" + stack.endpoint());
    }
  }

  @Test
  void firehoseReadsItsSourceThere() throws Exception {
    try (var stack = Stack.start(options())) {
      var log = logOf(stack);
      put("one");
      await(log, "one");
      var deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
      while (stack.deliveries().getFirst().recordsIn() == 0) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.onSpinWait();
      }

      assertThat(stack.deliveries().getFirst().recordsIn()).isEqualTo(1);
    }
  }

  @Test
  void aGlueTableOutsideIsOutOfReachOfFirehoseInHere() throws Exception {
    var options = options("glue=" + elsewhere.endpoint());
    Files.writeString(
        options.template(),
        TEMPLATE.replace(
            "BufferingHints: {SizeInMBs: 5, IntervalInSeconds: 300}",
            "DataFormatConversionConfiguration: {Enabled: true}"));

    assertThatThrownBy(() -> Stack.start(options))
        .isInstanceOf(TemplateException.class)
        .hasMessage(
            "Resources/Delivery/Properties/ExtendedS3DestinationConfiguration/"
                + "DataFormatConversionConfiguration: firehose reads the table from glue, so that"
                + " both must be in the stack, or both outside");
  }

  @Test
  void theGatewayTellsWhereTheServiceIs() throws Exception {
    try (var stack = Stack.start(options());
        var clients = new SdkClients(stack.endpoint())) {
      var gateway = new AwsApi(stack.endpoint());
      assertThatThrownBy(() -> gateway.call("Kinesis_20131202.ListStreams", Map.of()))
          .hasMessageContaining(
              "The service kinesis is not in this stack, it is at " + elsewhere.endpoint());
      assertThat(clients.sqs().listQueues().queueUrls()).hasSize(1);
    }
  }

  @Test
  void aStreamThatIsThereAlreadyIsUsedAsItIs() throws Exception {
    outside.kinesis().createStream(s -> s.streamName("lines").shardCount(3));
    put("too early");

    try (var stack = Stack.start(options())) {
      var log = logOf(stack);
      put("in time");

      await(log, "in time");
      assertThat(
              outside
                  .kinesis()
                  .describeStreamSummary(s -> s.streamName("lines"))
                  .streamDescriptionSummary()
                  .openShardCount())
          .isEqualTo(3);
    }
  }

  @Test
  void theClockIsNotSkippedForRecordsOfAnotherClock() throws Exception {
    try (var stack = Stack.start(options())) {
      assertThatThrownBy(() -> stack.drain(Duration.ofSeconds(1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("the clock cannot be skipped, for records come from outside");
      assertThat(clock.instant()).isEqualTo(START);
    }
  }

  @Test
  void anEndpointThatDoesNotAnswerIsNamedAtTheStart() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var options = options("kinesis=http://127.0.0.1:" + port);

    assertThatThrownBy(() -> Stack.start(options))
        .isInstanceOf(EndpointException.class)
        .hasMessageStartingWith("the endpoint http://127.0.0.1:" + port + " does not answer: ");
  }
}
