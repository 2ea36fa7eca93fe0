package dev.millrace.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.dashboard.Dashboard;
import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.stack.SdkClients;
import dev.millrace.local.stack.Stack;
import dev.millrace.local.stack.StackOptions;
import dev.millrace.local.time.StackClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The pipelines of our own template, watched and used in Chromium.
class DashboardPageTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String SHARD = "shardId-000000000000";

  /// Would leave an element behind if it ever became markup.
  private static final String HOSTILE = "<img src=x id=hostile>";

  private static Chromium chromium;
  private static Stack stack;
  private static SdkClients clients;
  private static URI pages;

  @BeforeAll
  static void start() {
    chromium = Chromium.open();
    stack =
        Stack.start(
            new StackOptions(
                Path.of("..", "template.yaml"),
                Map.of(),
                "pages",
                0,
                FunctionMode.IN_PROCESS,
                StackClock.ticking(),
                Optional.empty()));
    pages = Dashboard.add(stack);
    clients = new SdkClients(stack.endpoint());
  }

  @AfterAll
  static void stop() {
    if (clients != null) {
      clients.close();
      stack.close();
      chromium.close();
    }
  }

  @BeforeEach
  void open() {
    chromium.resize(1500, 950);
    chromium.go(pages);
  }

  @Test
  void everythingOfTheTemplateIsThereAndMovesOn() {
    chromium.awaitCount(".node.stream", 3);
    chromium.awaitCount(".node.table", 6);
    chromium.awaitCount(".node.mapping", 6);
    chromium.awaitCount(".node.function", 6);
    chromium.awaitCount(".node.delivery", 3);
    assertThat(chromium.all("#edges > path").count()).isGreaterThan(20);

    put("wildrydes", "Shadowfax", reading("Shadowfax"));

    chromium.awaitText("[data-id='stream:wildrydes']", "1 record");
    chromium.awaitText("[data-id='table:UnicornSensorData']", "1 item");
    chromium.screenshot("pipelines");
    chromium.assertQuiet();
  }

  @Test
  void recordsAndItemsAreShownAsTextWhateverTheySay() {
    put("nyc-taxi-trips", HOSTILE, "{\"note\": \"" + HOSTILE + "\"}");
    clients
        .dynamoDb()
        .putItem(put ->
            put.tableName("GameScoreRecords")
                .item(
                    Map.of(
                        "RecordID",
                        AttributeValue.fromN("1"),
                        "Username",
                        AttributeValue.fromS(HOSTILE))));

    chromium.click("[data-id='stream:nyc-taxi-trips']");
    for (var shard : new String[] {SHARD, "shardId-000000000001"}) {
      chromium.click("[data-key='part " + shard + "']");
      chromium.awaitText("#title", shard);
    }
    chromium.click("[data-key='part " + shardOf("nyc-taxi-trips") + "']");
    chromium.awaitText("#rows", HOSTILE);
    chromium.click("[data-id='table:GameScoreRecords']");
    chromium.awaitText("#rows", HOSTILE);
    chromium.click("[data-id='function:NYCTaxiTripsProcess']");
    chromium.awaitText("#lines", "START RequestId");

    chromium.awaitCount("#hostile", 0);
    chromium.assertQuiet();
  }

  @Test
  void aMappingShowsItsWindow() {
    put("wildrydes", "Rocinante", reading("Rocinante"));
    var mapping =
        stack.mappings().stream()
            .filter(status -> status.functionName().startsWith("WildRydesAggregator"))
            .findFirst()
            .orElseThrow();

    chromium.click("[data-id='mapping:" + mapping.uuid() + "']");

    chromium.awaitText("#parts", SHARD);
    chromium.awaitText("#parts", "Rocinante");
    chromium.screenshot("mapping");
    chromium.assertQuiet();
  }

  @Test
  void failuresAreLookedAtAndReplayed() {
    put("wildrydes", "broken", "no JSON");
    assertThat(stack.await(() -> queued() > 0, PATIENCE)).isTrue();

    chromium.click("[data-id='queue:wildrydes-queue']");
    chromium.awaitText("#lines", "WildRydesStreamProcessor");
    chromium.click("#replay");
    chromium.awaitText("#outcome", "failed");
    chromium.screenshot("failures");
    chromium.assertQuiet();
  }

  @Test
  void everythingCanBeReachedByKeyboard() {
    chromium.find(".node");
    for (var i = 0; i < 3; i++) {
      chromium.type(Keys.TAB);
    }
    var node = chromium.focused().getAttribute("data-id");
    assertThat(node).isNotNull();

    chromium.type(Keys.ENTER);
    chromium.awaitCount("#panel:not([hidden])", 1);
    chromium.type(Keys.ESCAPE);
    chromium.awaitCount("#panel[hidden]", 1);

    assertThat(chromium.focused().getAttribute("data-id")).isEqualTo(node);
  }

  @Test
  void whoLikesItDarkHasItDark() {
    try (var dark = Chromium.open("--blink-settings=preferredColorScheme=0")) {
      dark.go(pages).find(".node");

      assertThat(dark.find("body").getCssValue("background-color"))
          .isEqualTo("rgba(20, 24, 29, 1)");
      dark.screenshot("dark");
    }
  }

  @Test
  void aSmallScreenHasAList() {
    chromium.resize(500, 900);
    chromium.find(".node");

    var boxes = chromium.all(".node").map(node -> node.getRect()).toList();

    assertThat(boxes).allSatisfy(box -> assertThat(box.getX() + box.getWidth()).isLessThan(500));
    assertThat(boxes.stream().map(box -> box.getX()).distinct()).hasSize(1);
    chromium.screenshot("small");
  }

  private static long queued() {
    return stack.mappings().stream().mapToLong(status -> status.recordsDiscarded()).sum()
        + messages();
  }

  private static long messages() {
    var sqs = clients.sqs();
    var url = sqs.getQueueUrl(request -> request.queueName("wildrydes-queue")).queueUrl();
    return Long.parseLong(
        sqs.getQueueAttributes(request ->
                request.queueUrl(url).attributeNamesWithStrings("ApproximateNumberOfMessages"))
            .attributesAsStrings()
            .getOrDefault("ApproximateNumberOfMessages", "0"));
  }

  private static void put(String stream, String key, String data) {
    clients
        .kinesis()
        .putRecord(
            put -> put.streamName(stream).partitionKey(key).data(SdkBytes.fromUtf8String(data)));
  }

  private static String shardOf(String stream) {
    return stack.streams().stream()
        .filter(each -> each.name().equals(stream))
        .flatMap(each -> each.shards().stream())
        .filter(shard -> shard.taken() > 0)
        .findFirst()
        .orElseThrow()
        .id();
  }

  private static String reading(String name) {
    return """
    {"Name": "%s", "StatusTime": "2026-03-01 12:00:00.000", "Latitude": 42.3, "Longitude": -72.0,
     "Distance": 150, "MagicPoints": 110, "HealthPoints": 120}\
    """
        .formatted(name);
  }
}
