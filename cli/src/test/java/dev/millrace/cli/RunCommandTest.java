package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.fake.FakeStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.json.JsonMapper;

class RunCommandTest {

  private final Shell shell = new Shell();

  @ParameterizedTest(name = "seed {0}, {1} records")
  @CsvSource({
    "42, 1000",
    "1, 0",
    "2, 1",
    "3, 2",
    "4, 3",
    "5, 5",
    "6, 19",
    "7, 100",
    "8, 501",
    "9, 997",
    "-10, 250",
    "11, 250",
    "12, 250",
    "13, 250",
    "14, 250",
    "15, 250"
  })
  void whatAnotherComputationMakesOfTheInputAgrees(long seed, int records) {
    var code = shell.run("--seed", seed, "--records", records);

    assertThat(shell.out.toString()).contains(" checks agree").doesNotContain("✗");
    assertThat(shell.err.toString()).isEmpty();
    assertThat(code).isZero();
  }

  @Test
  void withoutOptionsThousandInputsAreMadeForEveryPipeline() {
    assertThat(shell.run()).isZero();

    assertThat(shell.out.toString())
        .contains("1,000 score changes made from seed 42")
        .contains("1,000 readings made from seed 42: 3 of them poison")
        .contains("1,000 trips made from seed 42: 50 of them spurious")
        .contains("total of Ada")
        .contains("… and 14 more users")
        .contains("AggregateScoresByUser: 7 in, 2 invoked, 4 written, 1 failed, lag 3")
        .endsWith("checks agree\n");
    assertThat(shell.stack.started).hasSize(1);
    assertThat(shell.stack.closed).isEqualTo(1);
    assertThat(shell.stack.sqs.hidden).as("messages left hidden").isEmpty();
  }

  @Test
  void asJsonTheChecksAreOneObjectAndWordsGoToStandardError() {
    assertThat(shell.run("--json", "--records", 20)).isZero();

    assertThat(shell.out.toString().lines()).hasSize(1);
    var checks = JsonMapper.shared().readTree(shell.out.toString());
    assertThat(checks.path("agrees").booleanValue()).isTrue();
    assertThat(checks.at("/sections/0/checks/0/what").stringValue()).isNotEmpty();
    assertThat(checks.at("/sections/0/checks/0/agrees").booleanValue()).isTrue();
    assertThat(shell.err.toString()).contains("20 score changes made", "stack ready at");
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        damage(
            "a total that is too high",
            stack -> change(stack, "GameScoresByUser", "Score"),
            "total of Ada"),
        damage("a user without a total", stack -> drop(stack, "GameScoresByUser"), "total of Ada"),
        damage(
            "a reading that changed",
            stack -> change(stack, "UnicornSensorData", "Distance"),
            "has another content than the input"),
        damage(
            "a reading that is missing", stack -> drop(stack, "UnicornSensorData"), "is missing"),
        damage(
            "a reading that is there twice",
            stack -> twice(stack, "UnicornSensorData"),
            "is there 2 times"),
        damage(
            "a window that counts too much",
            stack -> change(stack, "UnicornAggregation", "distance"),
            "distance of"),
        damage(
            "a window that counts too many",
            stack -> change(stack, "UnicornAggregation", "count"),
            "distance of"),
        damage(
            "a window that is missing",
            stack -> drop(stack, "kinesisAggs"),
            "passengers of vendor"),
        damage(
            "a window that is not aligned",
            stack -> text(stack, "kinesisAggs", "windowStart", "1970-01-01T00:00:05Z"),
            "windows cut at full 30 s"),
        damage(
            "an archived line that is missing",
            stack -> stack.s3.objects.remove("wildrydes/000000"),
            "messages in the archive in S3"),
        damage(
            "a trip object delivered twice",
            stack -> copy(stack, "nyctaxitrips/year=2026/000000", "nyctaxitrips/again"),
            "is there 2 times"),
        damage(
            "trips of another content",
            stack -> copy(stack, "wildrydes/000000", "nyctaxitrips/other"),
            "unreadable"),
        damage(
            "a delivery error",
            stack -> copy(stack, "nyctaxitrips/year=2026/000000", "nyctaxitripserror/x"),
            "objects under nyctaxitripserror/"),
        damage(
            "a window whose least is too high",
            stack -> change(stack, "UnicornAggregation", "minMagicPoints"),
            "in windows, minMagicPoints of"),
        damage(
            "a batch given up",
            stack -> stack.sqs.bodies("pipeline-failures").add("{\"gave\":\"up\"}"),
            "{\"gave\":\"up\"}"),
        damage(
            "a score event twice",
            stack -> copy(stack, "score-logs/2026/000000", "score-logs/again"),
            "score events in S3"),
        damage(
            "a poison message that nobody queued",
            stack -> stack.sqs.bodies("wildrydes-queue").removeLast(),
            "messages in wildrydes-queue"),
        damage(
            "a queued batch that was not split",
            stack ->
                stack
                    .sqs
                    .bodies("wildrydes-queue")
                    .set(0, "{\"KinesisBatchInfo\":{\"batchSize\":9}}"),
            "records they speak of"),
        damage(
            "a queued message of another kind",
            stack -> stack.sqs.bodies("wildrydes-queue").set(0, "hello"),
            "that are unreadable"));
  }

  private static Arguments damage(String name, Consumer<FakeStack> damage, String shown) {
    return Arguments.of(name, damage, shown);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void anyDifferenceIsShownAndEndsInOne(String name, Consumer<FakeStack> damage, String shown) {
    shell.stack.damage = damage;

    assertThat(shell.run("--records", 300)).as(name).isEqualTo(1);
    assertThat(shell.out.toString())
        .contains("✗")
        .contains(shown)
        .containsPattern("\\d+ of \\d+ checks differ\n$");
  }

  private static void change(FakeStack stack, String table, String attribute) {
    var items = Objects.requireNonNull(stack.dynamo.tables.get(table));
    var old = Integer.parseInt(Objects.requireNonNull(items.getFirst().get(attribute)).n());
    with(items, attribute, AttributeValue.fromN(Integer.toString(old + 1)));
  }

  private static void text(FakeStack stack, String table, String attribute, String value) {
    with(
        Objects.requireNonNull(stack.dynamo.tables.get(table)),
        attribute,
        AttributeValue.fromS(value));
  }

  private static void with(
      java.util.List<Map<String, AttributeValue>> items, String attribute, AttributeValue value) {
    var item = new HashMap<>(items.getFirst());
    item.put(attribute, value);
    items.set(0, item);
  }

  private static void drop(FakeStack stack, String table) {
    Objects.requireNonNull(stack.dynamo.tables.get(table)).removeFirst();
  }

  private static void twice(FakeStack stack, String table) {
    var items = Objects.requireNonNull(stack.dynamo.tables.get(table));
    items.add(items.getFirst());
  }

  private static void copy(FakeStack stack, String from, String to) {
    stack.s3.objects.put(to, Objects.requireNonNull(stack.s3.objects.get(from)));
  }

  @Test
  void anItemOfAnotherShapeIsTold() {
    shell.stack.damage = stack -> text(stack, "GameScoresByUser", "Score", "many");

    assertThat(shell.run()).isEqualTo(1);
    assertThat(shell.err.toString())
        .startsWith("millrace run: GameScoresByUser holds an item without a number Score: {");
  }

  @Test
  void aStackThatDoesNotComeToRestIsComparedAllTheSame() {
    shell.stack.stuck = "stream wildrydes is 5 records behind";

    assertThat(shell.run()).isEqualTo(1);
    assertThat(shell.err.toString())
        .isEqualTo("not drained: stream wildrydes is 5 records behind\n");
    assertThat(shell.out.toString()).endsWith("checks agree\n");
    assertThat(shell.stack.closed).isEqualTo(1);
  }

  @Test
  void keepLeavesTheStackUpAndTellsWhatToDo() {
    assertThat(shell.run("--keep")).isZero();

    assertThat(shell.waits).isEqualTo(1);
    assertThat(shell.exits).hasSize(1);
    assertThat(shell.out.toString())
        .contains("The stack is up at http://127.0.0.1:4566")
        .contains("./millrace logs AggregateScoresByUser --endpoint-url http://127.0.0.1:4566\n");
  }

  @Test
  void recordsThatAreRefusedAreFedAgain() {
    shell.stack.kinesis.refusing = 1;
    shell.stack.dynamo.unprocessed = 1;

    assertThat(shell.run("--records", 40)).isZero();
  }

  @Test
  void aTerminalSeesOneTableInPlaceAndColours() {
    shell.ansi = true;

    assertThat(shell.run()).isZero();
    assertThat(shell.out.toString())
        .contains("records in")
        .contains("\u001b[K")
        .contains("\u001b[32m✓\u001b[0m")
        .endsWith("checks agree\u001b[0m\n");
  }

  @Test
  void filesAreFedAndTheirMalformedLinesEndInOne(@TempDir Path directory) throws IOException {
    var scores = directory.resolve("scores.csv");
    Files.writeString(scores, "RecordID,Username,Score\n1,Ada,5\nx,Ada,5\n2,Ada,0\n1,Emil,7\n");

    assertThat(shell.run("--scores", scores)).isEqualTo(1);
    assertThat(shell.err.toString())
        .isEqualTo(scores + ":3: RecordID must be a whole number, was \"x\"\n");
    assertThat(shell.out.toString())
        .contains("scores of " + scores)
        .contains("readings: none")
        .contains("fed 3 score changes, 0 readings, 0 trips")
        .containsPattern("score events in S3 +3 +3 +✓")
        .contains(scores + ": 1 malformed line left out")
        .endsWith("checks agree\n");
  }

  @Test
  void aPipelineWithoutAFileIsMadeWhenRecordsAreAskedFor(@TempDir Path directory)
      throws IOException {
    var scores = directory.resolve("scores.csv");
    Files.writeString(scores, "RecordID,Username,Score\n1,Ada,5\n");

    assertThat(shell.run("--scores", scores, "--records", 20)).isZero();
    assertThat(shell.out.toString()).contains("fed 1 score changes, 20 readings, 20 trips");
  }

  @Test
  void onlyTheFirstHundredMalformedLinesOfAFileAreShown(@TempDir Path directory)
      throws IOException {
    var readings = directory.resolve("readings.jsonl");
    Files.writeString(readings, "nonsense\n".repeat(250));

    assertThat(shell.run("--readings", readings)).isEqualTo(1);
    assertThat(shell.err.toString().lines()).hasSize(101);
    assertThat(shell.err.toString()).endsWith("further malformed lines are only counted\n");
    assertThat(shell.out.toString()).contains("250 malformed lines left out");
  }
}
