package dev.millrace.cli;

import dev.millrace.cli.aws.Access;
import dev.millrace.cli.feed.Feed;
import dev.millrace.cli.feed.Feeder;
import dev.millrace.cli.feed.Progress;
import dev.millrace.cli.input.EndlessReadings;
import dev.millrace.cli.input.Input;
import dev.millrace.cli.input.ReadingFile;
import dev.millrace.cli.input.ReadingInput;
import dev.millrace.cli.live.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/// `millrace produce fleet`.
@Command(
    name = "fleet",
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
    })
final class ProduceFleetCommand extends PipelineProducer<KinesisClient, ReadingInput> {

  private static final int LONGEST_NAME = 256;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "A unicorn; may be repeated (default: a fleet of five).")
  private List<String> names = new ArrayList<>();

  @Mixin private BadMixin bad = new BadMixin();
  @Mixin private StreamMixin puts = new StreamMixin(Feed.READING_STREAM);

  ProduceFleetCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Input<ReadingInput> input(PaceMixin pace, Session session) {
    checkNames();
    var making = names.isEmpty() ? bad.used() : Optional.of("--name");
    return pace.input(
        ReadingFile::of,
        seed -> new EndlessReadings(names, seed, bad.positions(seed), session),
        making);
  }

  @Override
  double usualRate(Input<ReadingInput> input) {
    return input instanceof EndlessReadings made ? made.size() : 1;
  }

  @Override
  KinesisClient client(Access access) {
    return access.to(KinesisClient.builder()).build();
  }

  @Override
  Feeder<ReadingInput> feeder(KinesisClient kinesis, Progress progress, Session session) {
    var keys = puts.keys();
    return puts.feeder(kinesis, progress, session)
        .from(reading -> keys.apply(reading.partitionKey(), reading.data()));
  }

  @Override
  boolean packs() {
    return puts.aggregates();
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
