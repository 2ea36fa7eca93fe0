package dev.millrace.cli;

import dev.millrace.cli.feed.Feed;
import dev.millrace.cli.feed.Progress;
import dev.millrace.cli.input.EndlessTrips;
import dev.millrace.cli.input.TripFile;
import dev.millrace.cli.input.TripInput;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/// `millrace produce taxi`.
@Command(
    name = "taxi",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {
      "Puts taxi trips into their stream.",
      "",
      "Bad ones are of another type, or have a coordinate that is 0 or missing.",
      "",
      "Examples:",
      "  millrace produce taxi --rate 100",
      "  millrace produce taxi --rate 2000 --count 100000 --aggregate --error-every 20",
      "  millrace produce taxi --file yellow_tripdata_2015-01.csv --rate 500",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {Producing.EXIT_0, Producing.EXIT_1, Producing.EXIT_2})
final class ProduceTaxiCommand implements Callable<Integer> {

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      description = "Where to (default: ${DEFAULT-VALUE}).")
  private String stream = Feed.TRIP_STREAM;

  @Mixin private PaceMixin pace = new PaceMixin();
  @Mixin private BadMixin bad = new BadMixin();
  @Mixin private StreamMixin puts = new StreamMixin();
  @Mixin private AccessMixin access = new AccessMixin();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Terminal terminal;

  ProduceTaxiCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var keys = puts.keys();
    var limits = pace.limits(1);
    var input =
        pace.input(TripFile::of, seed -> new EndlessTrips(seed, bad.positions(seed)), bad.used());
    try (var session = terminal.session();
        var kinesis = access.access().to(KinesisClient.builder()).build()) {
      var progress = new Progress();
      var feeder =
          puts.feeder(kinesis, stream, progress, session)
              .<TripInput>from(trip -> keys.apply(Long.toString(trip.tripId()), trip.json()));
      return new Producing(spec.commandLine(), terminal, session, progress)
          .run(input, feeder, limits, puts.aggregates());
    }
  }
}
