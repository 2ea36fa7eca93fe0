package dev.millrace.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.stack.SdkClients;
import dev.millrace.local.stack.Stack;
import dev.millrace.local.stack.StackOptions;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the score aggregator does to DynamoDB's tables in each mode of delivery, and the figures of
/// docs/score-delivery.md.
class ScoreDeliveryTest {

  private static final String TEMPLATE =
      """
      Transform: AWS::Serverless-2016-10-31
      Resources:
        Exact: {Type: AWS::DynamoDB::Table, Properties: {BillingMode: PAY_PER_REQUEST,
          TableName: ExactTotals, AttributeDefinitions: [{AttributeName: Username, AttributeType: S}],
          KeySchema: [{AttributeName: Username, KeyType: HASH}]}}
        Plain: {Type: AWS::DynamoDB::Table, Properties: {BillingMode: PAY_PER_REQUEST,
          TableName: PlainTotals, AttributeDefinitions: [{AttributeName: Username, AttributeType: S}],
          KeySchema: [{AttributeName: Username, KeyType: HASH}]}}
        Ledger: {Type: AWS::DynamoDB::Table, Properties: {BillingMode: PAY_PER_REQUEST,
          TableName: Ledger, AttributeDefinitions: [{AttributeName: EventID, AttributeType: S}],
          KeySchema: [{AttributeName: EventID, KeyType: HASH}]}}
        ExactFunction: {Type: AWS::Serverless::Function, Properties: {FunctionName: exact,
          Runtime: java25, Timeout: 60, CodeUri: 'CODE', Handler: dev.millrace.score.ScoreAggregatorHandler, Environment: {Variables:
          {TOTALS_TABLE: !Ref Exact, LEDGER_TABLE: !Ref Ledger}}}}
        PlainFunction: {Type: AWS::Serverless::Function, Properties: {FunctionName: plain,
          Runtime: java25, Timeout: 60, CodeUri: 'CODE', Handler: dev.millrace.score.ScoreAggregatorHandler, Environment: {Variables:
          {TOTALS_TABLE: !Ref Plain, DELIVERY: at-least-once}}}}
      """;

  private static final int CHANGES = 100;
  private static final int USERS = 40;

  private static Stack stack;
  private static SdkClients clients;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    var code = Path.of("..", "score-aggregator").toAbsolutePath().normalize();
    var template = TEMPLATE.replace("CODE", code.toString());
    stack =
        Stack.start(
            new StackOptions(
                Files.writeString(folder.resolve("template.yaml"), template),
                Map.of(),
                "scores",
                0,
                FunctionMode.IN_PROCESS,
                StackClock.frozenAt(Instant.parse("2026-03-01T12:00:00Z")),
                Optional.empty()));
    clients = new SdkClients(stack.endpoint());
  }

  @AfterAll
  static void stop() {
    clients.close();
    stack.close();
  }

  /// Changes of records that are new, dealt out to the users in turn.
  private static List<String> changes(String name, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i ->
            """
            {"eventID":"%s-%032d","eventName":"INSERT","eventSource":"aws:dynamodb","dynamodb":
            {"SequenceNumber":"%d","Keys":{"RecordID":{"N":"1"}},"NewImage":
            {"Username":{"S":"%s-%d"},"Score":{"N":"10.5"}},"StreamViewType":"NEW_AND_OLD_IMAGES"}}\
            """
                .formatted(name, i, 1_000 + i, name, i % USERS))
        .toList();
  }

  /// Invokes a function with a batch, and answers what it logs of it.
  private static JsonNode invoke(String function, List<String> records) throws Exception {
    var before = stack.logs().lines(function).size();
    var uri = stack.endpoint().resolve("/2015-03-31/functions/" + function + "/invocations");
    var event = "{\"Records\":[" + String.join(",", records) + "]}";
    try (var http = HttpClient.newHttpClient()) {
      var answer =
          http.send(
              HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(event)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("{\"batchItemFailures\":[]}");
    }
    return stack.logs().lines(function).stream()
        .skip(before)
        .filter(line -> line.startsWith("{"))
        .map(JsonMapper.shared()::readTree)
        .filter(line -> line.path("event").asString("").equals("batch"))
        .findFirst()
        .orElseThrow();
  }

  private static long entries(String name) {
    return clients.dynamoDb().scanPaginator(scan -> scan.tableName("Ledger")).items().stream()
        .filter(item -> new Item(item).text("EventID").startsWith(name))
        .count();
  }

  private static Map<String, BigDecimal> totals(String table, String name) {
    var totals = new TreeMap<String, BigDecimal>();
    for (var page : clients.dynamoDb().scanPaginator(scan -> scan.tableName(table))) {
      for (var attributes : page.items()) {
        var item = new Item(attributes);
        if (item.text("Username").startsWith(name)) {
          totals.put(item.text("Username"), item.number("Score").stripTrailingZeros());
        }
      }
    }
    return totals;
  }

  /// DynamoDB Local counts two units for each table of a transaction, so only one change tells what
  /// an item costs.
  @Test
  void oneChangeCostsFourUnitsExactlyOnceAndOneAtLeastOnce() throws Exception {
    assertThat(invoke("exact", changes("one", 0, 1)).path("writeUnits").asInt()).isEqualTo(4);
    assertThat(invoke("plain", changes("one", 0, 1)).path("writeUnits").asInt()).isEqualTo(1);
  }

  @Test
  void aHundredChangesOfFortyUsersAreAHundredEntriesAndFortyTotals() throws Exception {
    var exact = invoke("exact", changes("cost", 0, CHANGES));
    var plain = invoke("plain", changes("cost", 0, CHANGES));
    assertThat(exact.path("written").asInt()).isEqualTo(CHANGES);
    assertThat(plain.path("written").asInt()).isEqualTo(CHANGES);
    assertThat(plain.path("writeUnits").asInt()).isEqualTo(USERS);
    assertThat(entries("cost")).isEqualTo(CHANGES);
    assertThat(totals("ExactTotals", "cost"))
        .isEqualTo(totals("PlainTotals", "cost"))
        .hasSize(USERS);
  }

  @Test
  void aLedgerKnowsWhatHasBeenCountedHoweverItIsCut() throws Exception {
    var all = changes("again", 0, CHANGES);
    invoke("exact", all.subList(0, 70));
    invoke("exact", all.subList(30, CHANGES));
    var repeated = invoke("exact", all);
    assertThat(repeated.path("writeUnits").asInt()).isZero();
    var expected = new ArrayList<BigDecimal>();
    IntStream.range(0, USERS)
        .mapToObj(user -> new BigDecimal(user < 20 ? "31.5" : "21"))
        .forEach(expected::add);
    assertThat(totals("ExactTotals", "again").values())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void atLeastOnceCountsARepetitionAgain() throws Exception {
    var all = changes("twice", 0, USERS);
    invoke("plain", all);
    invoke("plain", all);
    assertThat(totals("PlainTotals", "twice").values())
        .hasSize(USERS)
        .containsOnly(new BigDecimal("21"));
  }
}
