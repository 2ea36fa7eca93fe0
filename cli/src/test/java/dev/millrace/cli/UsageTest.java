package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.faults.Fault;
import dev.millrace.local.faults.FaultPlan;
import dev.millrace.local.faults.FaultRule;
import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.stack.Gaps;
import dev.millrace.local.stack.OutsideServices;
import dev.millrace.local.stack.StackOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UsageTest {

  private final Shell shell = new Shell();

  static Stream<Arguments> unusable() {
    return Stream.of(
        refused("run: --records must be 0 or more, was -1", "run", "--records", "-1"),
        refused("run: --records must be 0 or more, was -1", "run", "--records=-1"),
        refused(
            "run: Invalid value for option '--records': 'many' is not an int",
            "run",
            "--records",
            "many"),
        refused("run: Unknown option: '--fast'", "run", "--fast"),
        refused("run: Unmatched argument at index 1: 'scores.csv'", "run", "scores.csv"),
        refused("run: nowhere.csv: no such file", "run", "--scores", "nowhere.csv"),
        refused("run: src: is a directory, must be a file", "run", "--readings", "src"),
        refused(
            "run: pom.xml:1: the header lacks vendor_id, pickup_datetime",
            "run",
            "--trips",
            "pom.xml"),
        refused("run: --port must lie within 0 and 65535, was 70000", "run", "--port", "70000"),
        refused(
            "run: Invalid value for option '--functions': must be process or in-process, was"
                + " 'docker'",
            "run",
            "--functions",
            "docker"),
        refused("run: --template: nowhere.yaml: no such file", "run", "--template", "nowhere.yaml"),
        refused("run: --template: src is a directory, must be a file", "run", "--template", "src"),
        refused(
            "run: --config-file: nowhere.toml: no such file",
            "run",
            "--config-file",
            "nowhere.toml"),
        refused("run: --config-env live needs a samconfig.toml", "run", "--config-env", "live"),
        refused("run: --logs: pom.xml is a file, must be a directory", "run", "--logs", "pom.xml"),
        refused("run: --data: pom.xml is a file, must be a directory", "run", "--data", "pom.xml"),
        refused(
            "up: --data: pom.xml is a file, must be a directory",
            "up",
            "--template",
            "pom.xml",
            "--data",
            "pom.xml"),
        refused(
            "run: --data: src is not empty, and what is checked must come from this run alone; name"
                + " a new directory, or use up",
            "run",
            "--data",
            "src"),
        refused("run: --drain-limit must be positive, was PT-1S", "run", "--drain-limit", "PT-1S"),
        refused("up: --port must lie within 0 and 65535, was -5", "up", "--port", "-5"),
        refused(
            "up: --endpoint-url the service must be one of kinesis, dynamodb, firehose, glue, sqs,"
                + " sns, s3, was 'lambda' in lambda=http://127.0.0.1:1",
            "up",
            "--endpoint-url",
            "lambda=http://127.0.0.1:1"),
        refused(
            "run: --endpoint-url is an option of up: run skips its clock ahead",
            "run",
            "--endpoint-url",
            "http://127.0.0.1:1"),
        refused("logs: Missing required parameter: 'FUNCTION'", "logs"),
        refused(
            "logs: --endpoint-url must be an http URL such as http://127.0.0.1:4566, was 4566",
            "logs",
            "F",
            "--endpoint",
            "4566"),
        refused(
            "up: --with must be of flink, opensearch, all; was redis",
            "up",
            "--with",
            "opensearch,redis"),
        refused("run: --with must be of flink, opensearch, all; was", "run", "--with="),
        refused(
            "up: --with flink cannot be together with --endpoint-url of kinesis",
            "up",
            "--template",
            "../template.yaml",
            "--with",
            "flink",
            "--endpoint-url",
            "kinesis=http://127.0.0.1:4568"),
        refused("run: --faults: faults none.yaml cannot be read", "run", "--faults", "none.yaml"),
        refused(
            "produce fleet: --rate must be above 0 and at most 1,000,000, was 0.0",
            "produce",
            "fleet",
            "--rate",
            "0"),
        refused(
            "produce taxi: --count must be 1 or more, was 0", "produce", "taxi", "--count", "0"),
        refused(
            "produce taxi: Invalid value for option '--duration': must be such as 30s, 5m or PT30S,"
                + " was soon",
            "produce",
            "taxi",
            "--duration",
            "soon"),
        refused(
            "produce taxi: --partition-key must be name, random or fixed:KEY, was vendor",
            "produce",
            "taxi",
            "--partition-key",
            "vendor"),
        refused(
            "produce taxi: --error-every must be 1 or more, was 0",
            "produce",
            "taxi",
            "--error-every",
            "0"),
        refused(
            "produce fleet: --errors must lie within 0 and 1, was 2.0",
            "produce",
            "fleet",
            "--errors",
            "2"),
        refused(
            "produce fleet: --name cannot be together with --file: no records are made",
            "produce",
            "fleet",
            "--name",
            "Shadowfax",
            "--file",
            "pom.xml"),
        refused(
            "produce fleet: --name must be given once for each unicorn, was [A, A]",
            "produce",
            "fleet",
            "--name",
            "A",
            "--name",
            "A"),
        refused(
            "produce scores: Unknown option: '--aggregate'", "produce", "scores", "--aggregate"),
        refused(
            "produce scores: none.csv: no such file", "produce", "scores", "--file", "none.csv"),
        refused("produce: say which pipeline: fleet, taxi or scores", "produce"),
        refused("consume: Missing required parameter: 'STREAM'", "consume"),
        refused(
            "consume: --format must be line, json or raw, was xml",
            "consume",
            "s",
            "--format",
            "xml"),
        refused(
            "consume: --from must be latest, trim-horizon, a time such as 2026-01-31T12:00:00Z or a"
                + " sequence number, was noon",
            "consume",
            "s",
            "--from",
            "noon"),
        refused(
            "consume: --from with a sequence number needs --shard, was 49600000000000000000000000",
            "consume",
            "s",
            "--from",
            "49600000000000000000000000"),
        refused(
            "consume: Error: --format=FORMAT, --json are mutually exclusive (specify only one)",
            "consume",
            "s",
            "--json",
            "--format",
            "raw"),
        refused("consume: --max must be 1 or more, was 0", "consume", "s", "--max", "0"),
        refused("consume: --shard needs one STREAM, were a b", "consume", "a", "b", "--shard", "0"),
        refused(
            "stats: --last must be whole minutes, at most 24 hours, was PT1M30S",
            "stats",
            "--last",
            "90s"),
        refused("stats: Unknown option: '--fast'", "stats", "--fast"),
        refused("query: Missing required parameter: 'SQL'", "query"),
        refused(
            "query: --format must be table, csv or json, was xml",
            "query",
            "select 1",
            "--format",
            "xml"),
        refused("query: --force needs --output", "query", "select 1", "--force"),
        refused(
            "query: --output must end in .csv, .json, .jsonl or .parquet, or --format must say what"
                + " it is, was csv",
            "query",
            "select 1",
            "--output",
            "csv"),
        refused(
            "query: --output pom.xml is there; --force replaces it",
            "query",
            "select 1",
            "--output",
            "pom.xml",
            "--format",
            "csv"),
        refused(
            "query: --format must be csv, json or parquet for a file, was table",
            "query",
            "select 1",
            "--output",
            "a.csv",
            "--format",
            "table"),
        refused("Unmatched argument at index 0: 'fly'", "fly"),
        refused(
            "say which command: run, up, invoke, logs, produce, consume, stats, query,"
                + " replay or completion"));
  }

  private static Arguments refused(String complaint, String... arguments) {
    return Arguments.of(complaint, List.of(arguments));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("unusable")
  void whatCannotBeIsToldInOneLineBeforeAnythingStarts(String complaint, List<String> arguments) {
    var line = Stream.concat(arguments.stream(), template(arguments)).toArray(String[]::new);

    assertThat(shell.execute(line)).isEqualTo(2);
    assertThat(shell.err.toString())
        .startsWith(
            "millrace"
                + (complaint.matches("(run|up|logs|produce|consume|stats|query)( [a-z]+)?: .*")
                    ? " "
                    : ": ")
                + complaint)
        .containsOnlyOnce("\n");
    assertThat(shell.stack.started).isEmpty();
  }

  private static Stream<String> template(List<String> arguments) {
    var needed = arguments.contains("run") && !arguments.contains("--template");
    return needed ? Stream.of("--template", "pom.xml") : Stream.of();
  }

  @Test
  void optionsReachTheStack(@TempDir Path logs) {
    assertThat(
            shell.run(
                "--port",
                0,
                "--functions",
                "in-process",
                "--logs",
                logs,
                "--parameter",
                "Size=3",
                "--records",
                1))
        .isZero();

    assertThat(shell.stack.started)
        .singleElement()
        .satisfies(options -> {
          assertThat(options.template()).isEqualTo(Path.of("pom.xml"));
          assertThat(options.port()).isZero();
          assertThat(options.functions()).isEqualTo(FunctionMode.IN_PROCESS);
          assertThat(options.logs()).contains(logs);
          assertThat(options.parameters()).containsExactly(Map.entry("Size", "3"));
        });
  }

  @Test
  void aPlanOfFaultsReachesTheStackButNotOneWithServicesOutside(@TempDir Path folder)
      throws IOException {
    var file = folder.resolve("faults.yaml");
    Files.writeString(file, "rules: [{on: function, fault: crash-after}]");

    assertThat(shell.run("--faults", file, "--records", 1)).isZero();
    assertThat(shell.stack.started)
        .singleElement()
        .extracting(StackOptions::faults)
        .isEqualTo(FaultPlan.of(FaultRule.invocation(new Fault.CrashAfter())));

    assertThat(
            shell.execute(
                "up",
                "-t",
                "pom.xml",
                "--faults",
                file.toString(),
                "--endpoint-url",
                "sqs=http://127.0.0.1:1"))
        .isEqualTo(2);
    assertThat(shell.err.toString())
        .startsWith("millrace up: --faults cannot be together with --endpoint-url");
  }

  @Test
  void theProjectsSettingsReachTheStackUnlessTheCommandLineSaysOtherwise(@TempDir Path project)
      throws IOException {
    var template = template(project);
    Files.writeString(
        project.resolve("samconfig.toml"),
        """
        [live.deploy.parameters]
        parameter_overrides = "Size=3 Stage=live"
        """);

    assertThat(
            shell.execute(
                "up",
                "-t",
                template.toString(),
                "--config-env",
                "live",
                "--parameter",
                "Size=4",
                "--skip",
                "Site",
                "--skip",
                "Worker.Web",
                "--import",
                "net-Vpc=vpc-1",
                "--code",
                "Worker=worker.jar"))
        .isZero();
    var options = shell.stack.started.getFirst();
    assertThat(options.parameters()).isEqualTo(Map.of("Size", "4", "Stage", "live"));
    assertThat(options.gaps())
        .isEqualTo(
            new Gaps(
                Set.of("Site", "Worker.Web"),
                Map.of("net-Vpc", "vpc-1"),
                Map.of("Worker", Path.of("worker.jar"))));
  }

  @Test
  void theTemplateMayBeSaidInTheProjectsSettings(@TempDir Path project) throws IOException {
    var template = template(project);
    var config =
        Files.writeString(
            project.resolve("other.toml"),
            "[default.deploy.parameters]\ntemplate_file = '" + template + "'");

    assertThat(shell.execute("up", "--config-file", config.toString())).isZero();
    assertThat(shell.stack.started.getFirst().template()).isEqualTo(template);
  }

  @Test
  void servicesOutsideReachTheStackAndTheInvitation() {
    assertThat(
            shell.execute(
                "up",
                "--template",
                "pom.xml",
                "--endpoint-url",
                "kinesis=http://127.0.0.1:4568",
                "--endpoint-url",
                "sqs=https://elsewhere:1"))
        .isZero();
    assertThat(shell.stack.started.getFirst().outside())
        .isEqualTo(
            OutsideServices.parse(
                List.of("kinesis=http://127.0.0.1:4568", "sqs=https://elsewhere:1")));
    assertThat(shell.out.toString())
        .contains("Not in the stack: kinesis is at http://127.0.0.1:4568");
  }

  @Test
  void openSearchIsStartedOnDemand(@TempDir Path folder) throws IOException {
    var template = template(folder).toString();

    assertThat(shell.execute("up", "--template", template, "--with", "opensearch")).isZero();

    assertThat(shell.stack.started)
        .singleElement()
        .satisfies(options -> {
          assertThat(options.openSearch()).isTrue();
          assertThat(options.parameters()).isEmpty();
        });
  }

  @Test
  void whatIsAskedForBesideIsSwitchedOnInATemplateThatHasIt(@TempDir Path folder)
      throws IOException {
    var template =
        Files.writeString(
            folder.resolve("template.yaml"),
            "Parameters: {ScoreSearch: {}, FleetSummary: {}, FleetSummaryBucket: {}}");

    assertThat(shell.execute("up", "--template", template.toString(), "--with", "all")).isOne();

    assertThat(shell.err.toString())
        .contains(
            "up: --with flink: the template must have one AWS::KinesisAnalyticsV2::Application, has"
                + " []");
    assertThat(shell.stack.closed).isOne();
    assertThat(shell.stack.started.getFirst().parameters())
        .containsEntry("ScoreSearch", "true")
        .containsEntry("FleetSummary", "true")
        .containsKey("FleetSummaryBucket");
  }

  @Test
  void upGoesOnWithADirectoryThatIsUsed(@TempDir Path data) throws IOException {
    Files.writeString(data.resolve("format"), "millrace-data 1");

    assertThat(shell.execute("up", "--template", "pom.xml", "--data", data.toString())).isZero();
    assertThat(shell.stack.started)
        .singleElement()
        .satisfies(options -> assertThat(options.data()).contains(data));
  }

  @Test
  void aDirectoryOfSomethingElseIsToldInOneLine(@TempDir Path data) throws IOException {
    Files.writeString(data.resolve("thesis.txt"), "all of it");
    var err = new StringWriter();

    var code =
        Main.commandLine(EmbeddedStack::start)
            .setErr(new PrintWriter(err))
            .execute("up", "--template", template(data).toString(), "--data", data.toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            "millrace up: data directory %s is not empty, and not one of Millrace: it has no file"
                    .formatted(data)
                + " format; name another"
                + System.lineSeparator());
  }

  private static Path template(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("template.yaml"), "Resources: {Queue: {Type: AWS::SQS::Queue}}");
  }

  @Test
  void upStaysUntilItIsEnded() {
    assertThat(shell.execute("up", "--template", "pom.xml")).isZero();
    assertThat(shell.waits).isEqualTo(1);
    assertThat(shell.stack.closed).isEqualTo(1);
    assertThat(shell.out.toString()).contains("The stack is up at http://127.0.0.1:4566");
  }

  @Test
  void helpNamesTheCommandsTheOptionsAndTheExitCodes() {
    assertThat(shell.execute("--help")).isZero();
    assertThat(shell.execute("run", "--help")).isZero();

    assertThat(shell.out.toString())
        .contains("Commands:", "run ", "up ", "logs ")
        .contains("--scores=FILE.csv", "--records=N", "--keep", "(default: 4566)")
        .contains("Exit codes:");
  }

  @Test
  void theDefaultTemplateIsMillracesOwnUnlessOneIsHere() {
    assertThat(TemplateMixin.defaultTemplate(null)).isEqualTo(Path.of("template.yaml"));
    assertThat(TemplateMixin.defaultTemplate("/opt/millrace"))
        .isEqualTo(Path.of("/opt/millrace/template.yaml"));
  }

  @Test
  void versionIsTold() {
    assertThat(shell.execute("--version")).isZero();
    assertThat(shell.out.toString()).startsWith("millrace ");
  }
}
