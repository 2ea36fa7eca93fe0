package dev.millrace.cli;

import dev.millrace.cli.aws.Access;
import dev.millrace.cli.feed.Feed;
import dev.millrace.cli.feed.Feeder;
import dev.millrace.cli.feed.Progress;
import dev.millrace.cli.input.EndlessTrips;
import dev.millrace.cli.input.Input;
import dev.millrace.cli.input.TripFile;
import dev.millrace.cli.input.TripInput;
import dev.millrace.cli.live.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/// `millrace produce taxi`.
@Command(
    name = "taxi",
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
    })
final class ProduceTaxiCommand extends PipelineProducer<KinesisClient, TripInput> {

  @Mixin private BadMixin bad = new BadMixin();
  @Mixin private StreamMixin puts = new StreamMixin(Feed.TRIP_STREAM);

  ProduceTaxiCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Input<TripInput> input(PaceMixin pace, Session session) {
    return pace.input(
        TripFile::of, seed -> new EndlessTrips(seed, bad.positions(seed)), bad.used());
  }

  @Override
  KinesisClient client(Access access) {
    return access.to(KinesisClient.builder()).build();
  }

  @Override
  Feeder<TripInput> feeder(KinesisClient kinesis, Progress progress, Session session) {
    var keys = puts.keys();
    return puts.feeder(kinesis, progress, session)
        .from(trip -> keys.apply(Long.toString(trip.tripId()), trip.json()));
  }

  @Override
  boolean packs() {
    return puts.aggregates();
  }
}
