package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.meters.SumReadings;
import com.example.orders.AuditOrders;
import com.example.orders.rules.OrderRules;
import com.example.views.CountViews;
import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.time.StackClock;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Templates and functions in the shapes that are found in public, by people who know nothing of
/// this stack.
class StrangersTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /// What a function that uses the SDK brings along.
  private static final Pattern SDK =
      Pattern.compile(
          "/software/amazon/awssdk/(?!kinesis|firehose|s3|sns|sqs|lambda|pinpoint|netty)"
              + "|/org/reactivestreams/|/slf4j-api/|/httpcomponents/|/aws-lambda-java-events/|/joda-time/");

  private static final Pattern EVENTS = Pattern.compile("/aws-lambda-java-events/|/joda-time/");

  @TempDir private Path folder = Path.of("");

  @Test
  void viewsAreCountedInATableByAFunctionThatSamBuilt() throws IOException {
    var template = copied("views/template.yaml");
    Files.createDirectories(folder.resolve("count-views"));
    Files.createFile(folder.resolve("count-views/pom.xml"));
    var built = folder.resolve(".aws-sam/build/CountViews");
    put(built, CountViews.class);
    libraries(built.resolve("lib"), SDK);
    var config = SamConfig.read(copied("views/samconfig.toml"), "default");
    var options = options(template, config.parameters(), FunctionMode.IN_PROCESS);

    try (var stack = Stack.start(options);
        var clients = new SdkClients(stack.endpoint())) {
      for (var page : List.of("home", "help", "home", "home")) {
        send(clients, "page-views-dev", page);
      }
      stack.drain(PATIENCE);

      var hits =
          clients
              .dynamoDb()
              .getItem(get ->
                  get.tableName(String.valueOf(stack.outputs().get("TableName")))
                      .key(Map.of("page", AttributeValue.fromS("home"))))
              .item();
      assertThat(hits).containsEntry("hits", AttributeValue.fromN("3"));
      assertThat(stack.outputs())
          .containsEntry(
              "Everything",
              "page-views-dev -> arn:aws:lambda:us-east-1:000000000000:function:strange-CountViews"
                  + " as strange-CountViewsRole")
          .doesNotContainKey("AlarmName");
    }
  }

  @Test
  void changesOfOrdersAreWrittenDownAndWhatBreaksIsInTheQueue() throws IOException {
    var template = copied("orders/template.yaml");
    try (var archive = archive(folder.resolve("audit.zip"))) {
      put(archive.getPath("/"), AuditOrders.class);
      Files.createDirectory(archive.getPath("/lib"));
      try (var library = archive(folder.resolve("order-rules.jar"))) {
        put(library.getPath("/"), OrderRules.class);
      }
      Files.copy(folder.resolve("order-rules.jar"), archive.getPath("/lib/order-rules.jar"));
    }
    libraries(folder.resolve("libraries/java/lib"), EVENTS);
    var options =
        options(template, Map.of(), FunctionMode.IN_PROCESS)
            .with(new Gaps(Set.of("AuditOrders.Status"), Map.of(), Map.of()));

    try (var stack = Stack.start(options);
        var clients = new SdkClients(stack.endpoint())) {
      var lines = new CopyOnWriteArrayList<String>();
      stack.logs().subscribe(event -> lines.add(event.message().strip()));
      for (var order : Map.of("a1", "5", "b2", "-1", "c3", "7").entrySet()) {
        clients
            .dynamoDb()
            .putItem(put ->
                put.tableName(stack.ref("OrdersTable"))
                    .item(
                        Map.of(
                            "orderId", AttributeValue.fromS(order.getKey()),
                            "amount", AttributeValue.fromN(order.getValue()))));
      }
      stack.drain(PATIENCE);

      assertThat(lines).contains("INSERT a1", "INSERT c3").doesNotContain("INSERT b2");
      assertThat(
              clients
                  .sqs()
                  .receiveMessage(receive ->
                      receive.queueUrl(stack.ref("RejectedQueue")).maxNumberOfMessages(10))
                  .messages())
          .singleElement()
          .satisfies(message ->
              assertThat(message.body())
                  .contains("function:strange-AuditOrders:live", "\"batchSize\":1"));
      assertThat(stack.outputs()).containsOnlyKeys("RejectedUrl");
    }
  }

  @Test
  void readingsAreSummedUpPerWindowByPlainCloudFormation() throws IOException {
    var template = copied("meters/template.json");
    var jar = folder.resolve("sum-readings.jar");
    try (var archive = archive(jar)) {
      put(archive.getPath("/"), SumReadings.class);
    }
    var options =
        options(template, Map.of("CodeBucket", "code"), FunctionMode.PROCESS)
            .with(new Gaps(Set.of(), Map.of(), Map.of("SumReadings", jar)));

    try (var stack = Stack.start(options);
        var clients = new SdkClients(stack.endpoint())) {
      var lines = new CopyOnWriteArrayList<String>();
      stack.logs().subscribe(event -> lines.add(event.message().strip()));
      for (var reading : List.of("4", "5", "6")) {
        send(clients, String.valueOf(stack.outputs().get("StreamName")), reading);
      }
      stack.drain(PATIENCE);

      assertThat(lines).contains("total 15 kWh");
    }
  }

  private StackOptions options(Path template, Map<String, String> parameters, FunctionMode mode) {
    return new StackOptions(
        template,
        parameters,
        "strange",
        0,
        mode,
        StackClock.frozenAt(Instant.parse("2026-03-01T12:00:00Z")),
        Optional.empty());
  }

  private static void send(SdkClients clients, String stream, String data) {
    clients
        .kinesis()
        .putRecord(
            put -> put.streamName(stream).partitionKey("k").data(SdkBytes.fromUtf8String(data)));
  }

  private Path copied(String resource) throws IOException {
    var target = folder.resolve(Path.of(resource).getFileName());
    try (var in = StrangersTest.class.getResourceAsStream("/strangers/" + resource)) {
      Files.copy(Objects.requireNonNull(in, resource), target);
    }
    return target;
  }

  private static FileSystem archive(Path file) throws IOException {
    return FileSystems.newFileSystem(file, Map.of("create", "true"));
  }

  /// Puts a class where a class loader looks for it.
  private static void put(Path root, Class<?> type) throws IOException {
    var name = type.getName().replace('.', '/') + ".class";
    var target = root.resolve(name);
    Files.createDirectories(target.getParent());
    try (var in = type.getResourceAsStream("/" + name)) {
      Files.copy(Objects.requireNonNull(in, name), target);
    }
  }

  /// Copies libraries of our own class path.
  private static void libraries(Path lib, Pattern wanted) throws IOException {
    Files.createDirectories(lib);
    for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (wanted.matcher(entry).find()) {
        Files.copy(Path.of(entry), lib.resolve(Path.of(entry).getFileName()));
      }
    }
  }
}
