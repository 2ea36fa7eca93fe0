package dev.millrace.cli;

import dev.millrace.cli.feed.Feed;
import dev.millrace.cli.feed.Progress;
import dev.millrace.cli.input.EndlessReadings;
import dev.millrace.cli.input.Input;
import dev.millrace.cli.input.ReadingFile;
import dev.millrace.cli.input.ReadingInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/// `millrace produce fleet`.
@Command(
    name = "fleet",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {
      "Puts sensor readings of unicorns into their stream, each from the time it is sent.",
      "",
      "Bad ones are no JSON, have \"error\" in InputData, or lack a field.",
      "",
      "Examples:",
      "  millrace produce fleet",
      "  millrace produce fleet --name Shadowfax --count 60",
      "  millrace produce fleet --rate 200 --duration 5m --errors 0.01 --aggregate",
      "  millrace produce fleet --file readings.jsonl --rate 50 --aws",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {Producing.EXIT_0, Producing.EXIT_1, Producing.EXIT_2})
final class ProduceFleetCommand implements Callable<Integer> {

  private static final int LONGEST_NAME = 256;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "A unicorn; may be repeated (default: a fleet of five).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      description = "Where to (default: ${DEFAULT-VALUE}).")
  private String stream = Feed.READING_STREAM;

  @Mixin private PaceMixin pace = new PaceMixin();
  @Mixin private BadMixin bad = new BadMixin();
  @Mixin private StreamMixin puts = new StreamMixin();
  @Mixin private AccessMixin access = new AccessMixin();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Terminal terminal;

  ProduceFleetCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    checkNames();
    var keys = puts.keys();
    try (var session = terminal.session();
        var kinesis = access.access().to(KinesisClient.builder()).build()) {
      var progress = new Progress();
      var input = input(session);
      var rate = input instanceof EndlessReadings made ? made.size() : 1;
      var feeder =
          puts.feeder(kinesis, stream, progress, session)
              .<ReadingInput>from(reading -> keys.apply(reading.partitionKey(), reading.data()));
      return new Producing(spec.commandLine(), terminal, session, progress)
          .run(input, feeder, pace.limits(rate), puts.aggregates());
    }
  }

  private Input<ReadingInput> input(ProcessSession session) {
    var making = names.isEmpty() ? bad.used() : Optional.of("--name");
    return pace.input(
        ReadingFile::of,
        seed -> new EndlessReadings(names, seed, bad.positions(seed), session),
        making);
  }

  private void checkNames() {
    for (var name : names) {
      if (name.isEmpty() || name.length() > LONGEST_NAME) {
        throw new UsageException(
            "--name must have 1 to %d characters, was '%s'".formatted(LONGEST_NAME, name));
      }
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new UsageException("--name must be given once for each unicorn, was " + names);
    }
  }
}
