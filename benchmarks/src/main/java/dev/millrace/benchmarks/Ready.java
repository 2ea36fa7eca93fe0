package dev.millrace.benchmarks;

import dev.millrace.benchmarks.Row.Goal;
import dev.millrace.local.stack.SdkClients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/// How soon `millrace up` is ready, how much memory it takes, and how many records it takes in; the
/// npm package kinesis-local beside it for scale, if it is installed.
final class Ready implements Benchmark {

  private static final int ROUNDS = 5;
  private static final int BATCH = 500;
  private static final int BATCHES = 40;
  private static final int SHARDS = 4;
  private static final String STREAM = "puts";

  private static final double GOAL_SECONDS = 3;
  private static final double GOAL_MIB = 450;
  private static final double GOAL_FACTOR = 10;

  private final List<Double> ready = new ArrayList<>();
  private final List<Double> readyOther = new ArrayList<>();
  private final List<Double> memory = new ArrayList<>();
  private final List<Double> memoryLoaded = new ArrayList<>();
  private final List<Double> memoryOther = new ArrayList<>();
  private final List<Double> puts = new ArrayList<>();
  private final List<Double> putsOther = new ArrayList<>();

  @Override
  public String name() {
    return "ready";
  }

  @Override
  public List<Row> run() throws InterruptedException {
    var home = Path.of(System.getProperty("millrace.home"));
    var other = kinesisLocal(home);
    for (var round = 0; round < ROUNDS; round++) {
      try (var server = Server.millrace(home)) {
        ready.add(server.readyMillis() / 1000);
        memory.add(server.residentMiB());
        puts.add(recordsPerSecond(server));
        memoryLoaded.add(server.residentMiB());
      }
      if (other.isPresent()) {
        try (var server = Server.kinesisLocal(other.get())) {
          readyOther.add(server.readyMillis() / 1000);
          putsOther.add(recordsPerSecond(server));
          memoryOther.add(server.residentMiB());
        }
      }
      Progress.say(
          "ready: round %d of %d, load average %s".formatted(round + 1, ROUNDS, Cpu.load()));
    }
    return rows();
  }

  private List<Row> rows() {
    var rows = new ArrayList<Row>();
    rows.add(
        row("ready, whole template", ready, " s", "./millrace up --functions in-process")
            .with(Goal.atMost(GOAL_SECONDS, samples(ready).median(), " s")));
    rows.add(
        row("resident memory when ready", memory, " MiB", "")
            .with(Goal.atMost(GOAL_MIB, samples(memory).median(), " MiB")));
    rows.add(
        row("resident memory after puts", memoryLoaded, " MiB", BATCH * BATCHES + " records")
            .with(Goal.atMost(GOAL_MIB, samples(memoryLoaded).median(), " MiB")));
    var taken = row("PutRecords of 500", puts, " records/s", "one client, 100 bytes each");
    if (putsOther.isEmpty()) {
      rows.add(taken);
      return rows;
    }
    var factor = samples(puts).median() / samples(putsOther).median();
    rows.add(taken.with(Goal.atLeast(GOAL_FACTOR, factor, " x kinesis-local")));
    rows.add(row("kinesis-local: ready", readyOther, " s", "Kinesis alone"));
    rows.add(row("kinesis-local: memory after puts", memoryOther, " MiB", ""));
    rows.add(
        row(
            "kinesis-local: PutRecords of 500",
            putsOther,
            " records/s",
            Samples.fine(factor) + " x slower"));
    return rows;
  }

  private static Samples samples(List<Double> values) {
    return new Samples(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static Row row(String measure, List<Double> values, String unit, String remark) {
    var samples = samples(values);
    return Row.of(
        measure, Samples.fine(samples.median()) + unit, samples.spread(Samples::fine), remark);
  }

  private static double recordsPerSecond(Server server) throws InterruptedException {
    try (var clients = new SdkClients(server.endpoint())) {
      var kinesis = clients.kinesis();
      new Feed(kinesis).create(STREAM, SHARDS);
      awaitActive(kinesis);
      // half to warm up
      put(kinesis, BATCHES / 2);
      var start = System.nanoTime();
      put(kinesis, BATCHES / 2);
      return BATCH * (BATCHES / 2) / ((System.nanoTime() - start) / 1e9);
    }
  }

  private static void awaitActive(KinesisClient kinesis) throws InterruptedException {
    while (kinesis
            .describeStreamSummary(get -> get.streamName(STREAM))
            .streamDescriptionSummary()
            .streamStatus()
        != StreamStatus.ACTIVE) {
      Thread.sleep(10);
    }
  }

  private static void put(KinesisClient kinesis, int batches) {
    for (var batch = 0; batch < batches; batch++) {
      var entries =
          IntStream.range(0, BATCH)
              .mapToObj(i ->
                  PutRecordsRequestEntry.builder()
                      .partitionKey("key-" + i)
                      .data(Feed.data(i))
                      .build())
              .toList();
      var response = kinesis.putRecords(request -> request.streamName(STREAM).records(entries));
      if (response.failedRecordCount() > 0) {
        throw new IllegalStateException(response.failedRecordCount() + " records were refused");
      }
    }
  }

  /// Where the package is: `KINESIS_LOCAL`, or a folder into which npm installed it.
  private static Optional<Path> kinesisLocal(Path home) {
    var named = Optional.ofNullable(System.getenv("KINESIS_LOCAL")).map(Path::of);
    var found =
        Stream.concat(
                named.stream(),
                Stream.of(home, Path.of(""), Path.of(System.getProperty("user.home")))
                    .map(folder -> folder.resolve("node_modules/kinesis-local")))
            .filter(folder -> Files.exists(folder.resolve("main.js")))
            .findFirst();
    if (found.isEmpty()) {
      Progress.say(
          "ready: without kinesis-local; npm install kinesis-local, or KINESIS_LOCAL=DIR names it");
    }
    return found;
  }
}
