package dev.millrace.benchmarks.cost;

import static dev.millrace.benchmarks.cost.Model.MILLION;

import dev.millrace.benchmarks.cost.Prices.Good;
import java.util.List;

/// The pipelines of `template.yaml`, and the same the workshops' way.
record Pipelines(Model model) {

  /// A way to do it.
  ///
  /// @param bill for a million records
  record Way(String name, Bill bill) {}

  /// @param remark what is compared
  record Pipeline(String name, List<Way> ways, String remark) {}

  static final int SCORE_EVENT = 125;
  static final int READING = 172;
  static final int TRIP = 330;

  List<Pipeline> all() {
    return List.of(scores(), fleet(), trips());
  }

  private Pipeline scores() {
    return new Pipeline(
        "Game scores: a million changes",
        List.of(
            new Way("ours: exactly once", scores(Job.SCORES, Job.LOGGER)),
            new Way("ours: at least once", scores(Job.SCORES_AT_LEAST_ONCE, Job.LOGGER)),
            new Way("ours, logger in batches of 500", scores(Job.SCORES, Job.LOGGER_500)),
            new Way(
                "the workshop's way",
                new Bill()
                    .add(Good.DYNAMODB_WRITE_UNITS, MILLION + MILLION)
                    .add(model.functionCalling(Job.SCORES_ONE_BY_ONE, 2 * MILLION))
                    .add(stream(MILLION))
                    .add(model.function(Job.LOGGER, 1)))),
        """
        The workshop's function makes an UpdateItem and a PutRecord for each change, counts a repeated delivery twice and loses what
        fails. Ours adds up the changes of a user in a batch (40 users to 100 changes here), and puts events up to 500 to a call. Exactly
        once is dearer than the workshop's way, because the ledger takes two write units for each change; at least once is cheaper. Every
        way has a unit for the write of the change itself. Of the rest, most is the log of each event, for the logger's purpose is to
        print it, and Firehose, which bills an event of 125 bytes as 5 KB.
        """);
  }

  private Bill scores(String aggregator, String logger) {
    return new Bill()
        .add(Good.DYNAMODB_WRITE_UNITS, MILLION)
        .add(model.function(aggregator, 1))
        .add(stream(MILLION))
        .add(model.function(logger, 1));
  }

  /// `Lab-stream`, and what Firehose reads of it.
  private Bill stream(double events) {
    return model.provisioned(events, SCORE_EVENT).add(model.deliveryOfStream(events, SCORE_EVENT));
  }

  private Pipeline fleet() {
    return new Pipeline(
        "Unicorn fleet: a million readings",
        List.of(
            new Way("ours", fleet(model.provisioned(MILLION, READING))),
            new Way("ours, stream on demand", fleet(model.onDemand(MILLION, READING, 3))),
            new Way(
                "ours, both functions with enhanced fan-out",
                fleet(
                    model
                        .provisioned(MILLION, READING)
                        .add(model.fanOut(MILLION, READING))
                        .add(model.fanOut(MILLION, READING)))),
            new Way(
                "the workshop's way",
                new Bill()
                    .add(model.provisioned(MILLION, READING))
                    .add(model.function(Job.PERSISTER, 1))
                    .add(model.functionCalling(Job.FLEET_WINDOWS, windows(Job.FLEET_WINDOWS)))
                    .add(Good.DYNAMODB_WRITE_UNITS, windows(Job.FLEET_WINDOWS))
                    .add(model.deliveryOfStream(MILLION, READING)))),
        """
        The workshop writes readings as ours does, 25 to a call. Its window keeps one unicorn of a shard and minute and drops the
        others; ours keeps all 500 of the shard, which is what it costs more. Most is the item of each reading: who only needs the
        objects in S3 and the minutes does without the persister.
        """);
  }

  private Bill fleet(Bill stream) {
    return new Bill()
        .add(stream)
        .add(model.function(Job.PERSISTER, 1))
        .add(model.function(Job.FLEET_WINDOWS, 16))
        .add(model.deliveryOfStream(MILLION, READING));
  }

  private Pipeline trips() {
    return new Pipeline(
        "Taxi trips: a million trips",
        List.of(
            new Way("ours", trips(Job.FORWARDER)),
            new Way(
                "ours, forwarder with enhanced fan-out",
                trips(Job.FORWARDER).add(model.fanOut(MILLION, TRIP))),
            new Way("ours with `TripPacking=none`", trips(Job.FORWARDER_UNPACKED)),
            new Way(
                "the workshop's way",
                new Bill()
                    .add(model.provisioned(MILLION, TRIP))
                    .add(model.function(Job.FORWARDER_UNPACKED, 1))
                    .add(model.conversion(Job.FORWARDER_UNPACKED, TRIP))
                    .add(model.functionCalling(Job.VENDOR_WINDOWS, windows(Job.VENDOR_WINDOWS)))
                    .add(Good.DYNAMODB_WRITE_UNITS, windows(Job.VENDOR_WINDOWS)))),
        """
        Firehose bills every record in steps of 5 KB, delivery and conversion alike. The workshop puts each trip as a record of its own;
        ours puts the trips of a batch as lines of one. The workshop's window keeps one vendor, ours both.
        """);
  }

  private Bill trips(String forwarder) {
    return new Bill()
        .add(model.provisioned(MILLION, TRIP))
        .add(model.function(forwarder, 1))
        .add(model.conversion(forwarder, TRIP))
        .add(model.function(Job.VENDOR_WINDOWS, 16));
  }

  /// The workshops write one item for each window of a shard.
  private double windows(String job) {
    var found = Job.ALL.stream().filter(each -> each.name().equals(job)).findFirst().orElseThrow();
    return MILLION / found.batch() / found.window();
  }
}
