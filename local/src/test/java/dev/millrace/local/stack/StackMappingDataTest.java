package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;
import software.amazon.awssdk.services.lambda.model.Filter;

/// Where mappings of a whole stack stand after it was killed, with functions that run.
class StackMappingDataTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/lines";

  @TempDir private Path folder = Path.of("");

  private AskedFunction function;

  @BeforeEach
  void open() throws IOException {
    function = new AskedFunction();
    AskedFunction.copyCode(folder.resolve("code"));
  }

  @AfterEach
  void close() throws IOException {
    function.close();
  }

  private String template() {
    return """
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
    """
        .formatted(function.port());
  }

  private String templateWithMapping(String settings) {
    return template()
        + """
              Events:
                Line:
                  Type: Kinesis
                  Properties: {Stream: !GetAtt Lines.Arn, StartingPosition: TRIM_HORIZON, %s}
        """
            .formatted(settings);
  }

  private Stack start(String template, Path data) throws IOException {
    var file = Files.writeString(folder.resolve("template.yaml"), template);
    return Stack.start(
        new StackOptions(
                file,
                Map.of(),
                "shop",
                0,
                FunctionMode.IN_PROCESS,
                StackClock.frozenAt(START),
                Optional.empty())
            .withData(data));
  }

  /// Puts records into the stream at once.
  ///
  /// @return their sequence numbers
  private static List<String> put(SdkClients clients, String... lines) {
    return clients
        .kinesis()
        .putRecords(put ->
            put.streamName("lines")
                .records(
                    Stream.of(lines)
                        .map(line ->
                            PutRecordsRequestEntry.builder()
                                .partitionKey("k")
                                .data(SdkBytes.fromUtf8String(line))
                                .build())
                        .toList()))
        .records()
        .stream()
        .map(record -> record.sequenceNumber())
        .toList();
  }

  /// Waits until the position of a mapping holds a text.
  private static void awaitSaved(Path data, String part) throws IOException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!saved(data).contains(part)) {
      assertThat(System.nanoTime()).as("time to save %s", part).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static String saved(Path data) throws IOException {
    var all = new StringBuilder();
    try (var files = Files.list(data.resolve("mappings"))) {
      for (var file : files.filter(each -> each.toString().endsWith(".json")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  private static boolean reached(CountDownLatch latch) {
    try {
      return latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest(name = "blocks={0}")
  @ValueSource(booleans = {true, false})
  @Proves({Rule.GOES_ON_AFTER_A_RESTART, Rule.AFTER_A_CRASH})
  void whatWasNotResolvedWhenTheStackWasKilledIsDelivered(boolean blocks) throws IOException {
    var called = new CountDownLatch(1);
    var killed = new CountDownLatch(1);
    function.does(batch -> {
      if (!batch.contains("5")) {
        return "null";
      }
      called.countDown();
      return !blocks || reached(killed) ? AskedFunction.FAIL : "null";
    });
    var template = templateWithMapping("BatchSize: 2");
    var data = folder.resolve("data");
    Path left;
    try (var stack = start(template, data);
        var clients = new SdkClients(stack.endpoint())) {
      var numbers = put(clients, "1", "2", "3", "4", "5", "6");
      assertThat(reached(called)).isTrue();
      awaitSaved(data, numbers.get(3));
      left = DataCopy.of(data);
      killed.countDown();
    }
    assertThat(function.delivered()).containsExactly("1", "2", "3", "4", "5", "6");
    function.forget();
    function.does(_ -> "null");

    try (var stack = start(template, left);
        var clients = new SdkClients(stack.endpoint())) {
      put(clients, "7");
      stack.drain(PATIENCE);
      assertThat(stack.mappings().getFirst().lastProcessingResult()).isEqualTo("OK");
    }
    assertThat(function.delivered()).containsExactly("5", "6", "7");
  }

  @Test
  @Proves(Rule.WINDOWS_AFTER_A_RESTART)
  void aWindowThatWasOpenWhenTheStackWasKilledGoesOnWithItsState() throws IOException {
    function.does(batch -> "{\"state\":{\"lines\":" + batch.size() + "}}");
    var template = templateWithMapping("TumblingWindowInSeconds: 60");
    var data = folder.resolve("data");
    Path left;
    try (var stack = start(template, data);
        var clients = new SdkClients(stack.endpoint())) {
      put(clients, "1", "2");
      awaitSaved(data, "{\\\"lines\\\":2}");
      left = DataCopy.of(data);
    }
    assertThat(function.delivered()).containsExactly("1", "2");
    function.forget();

    try (var stack = start(template, left);
        var clients = new SdkClients(stack.endpoint())) {
      put(clients, "3");
      stack.drain(PATIENCE);
    }
    assertThat(function.delivered()).containsExactly("3");
    assertThat(function.events())
        .extracting(event ->
            "%s %s %s"
                .formatted(
                    event.at("/window/start").asString(),
                    event.at("/state/lines").asInt(),
                    event.at("/isFinalInvokeForWindow").asBoolean()))
        .containsExactly("2026-03-01T12:00:00Z 2 false", "2026-03-01T12:00:00Z 1 true");
  }

  private static LambdaClient lambda(Stack stack) {
    return LambdaClient.builder()
        .endpointOverride(stack.endpoint())
        .region(Region.of(Stack.REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "secret")))
        .build();
  }

  /// Made by the API: one that reads two records at a time, or one that does not read.
  private static String create(LambdaClient lambda, boolean enabled) {
    return lambda
        .createEventSourceMapping(create ->
            create
                .eventSourceArn(STREAM)
                .functionName(enabled ? "reader" : "other")
                .startingPosition(EventSourcePosition.TRIM_HORIZON)
                .enabled(enabled)
                .batchSize(2)
                .maximumRetryAttempts(7)
                .bisectBatchOnFunctionError(true)
                .filterCriteria(criteria ->
                    criteria.filters(
                        Filter.builder().pattern("{\"partitionKey\":[\"k\"]}").build())))
        .uuid();
  }

  /// Everything the API tells of a mapping but its last result.
  private static String get(LambdaClient lambda, String uuid) {
    return lambda.getEventSourceMapping(get -> get.uuid(uuid)).toBuilder()
        .lastProcessingResult(null)
        .build()
        .toString();
  }

  @Test
  @Proves({Rule.MAPPINGS_OF_THE_API_LAST, Rule.GOES_ON_AFTER_A_RESTART})
  void mappingsMadeByTheApiAreThereAgainWithSettingsStateAndPosition() throws IOException {
    var template =
        template()
            + template()
                .substring(template().indexOf("  Reader:"))
                .replace("Reader", "Other")
                .replace("FunctionName: reader", "FunctionName: other");
    var data = folder.resolve("data");
    Path left;
    String reads;
    String rests;
    List<String> before;
    try (var stack = start(template, data);
        var lambda = lambda(stack);
        var clients = new SdkClients(stack.endpoint())) {
      reads = create(lambda, true);
      rests = create(lambda, false);
      var numbers = put(clients, "1", "2", "3");
      stack.drain(PATIENCE);
      assertThat(function.delivered()).containsExactly("1", "2", "3");
      awaitSaved(data, numbers.getLast());
      before = List.of(get(lambda, reads), get(lambda, rests));
      left = DataCopy.of(data);
    }
    assertThat(before.getFirst()).contains("State=Enabled", "BatchSize=2", "{\"partitionKey\"");
    assertThat(before.getLast()).contains("State=Disabled", "MaximumRetryAttempts=7");
    function.forget();

    try (var stack = start(template, left);
        var lambda = lambda(stack);
        var clients = new SdkClients(stack.endpoint())) {
      assertThat(List.of(get(lambda, reads), get(lambda, rests))).isEqualTo(before);
      assertThat(lambda.listEventSourceMappings().eventSourceMappings()).hasSize(2);
      put(clients, "4");
      stack.drain(PATIENCE);
      assertThat(function.delivered()).containsExactly("4");

      lambda.updateEventSourceMapping(update -> update.uuid(rests).enabled(true));
      stack.drain(PATIENCE);
    }
    assertThat(function.delivered()).containsExactly("4", "1", "2", "3", "4");
  }

  @Test
  @Proves(Rule.GOES_ON_AFTER_A_RESTART)
  void aConsumersMappingGoesOnThoughItsStackWasKilled() throws IOException {
    var template =
        templateWithMapping("BatchSize: 2").replace("!GetAtt Lines.Arn", "!Ref Pushed")
            + """
              Pushed:
                Type: AWS::Kinesis::StreamConsumer
                Properties: {ConsumerName: pushed, StreamARN: !GetAtt Lines.Arn}
            """;
    var data = folder.resolve("data");
    Path left;
    String arn;
    try (var stack = start(template, data);
        var clients = new SdkClients(stack.endpoint())) {
      arn = stack.ref("Pushed");
      var numbers = put(clients, "1", "2", "3");
      stack.drain(PATIENCE);
      awaitSaved(data, numbers.getLast());
      left = DataCopy.of(data);
    }
    assertThat(function.delivered()).containsExactly("1", "2", "3");
    function.forget();

    try (var stack = start(template, left);
        var clients = new SdkClients(stack.endpoint())) {
      assertThat(stack.ref("Pushed")).isEqualTo(arn);
      put(clients, "4");
      stack.drain(PATIENCE);
    }
    assertThat(function.delivered()).containsExactly("4");
  }
}
