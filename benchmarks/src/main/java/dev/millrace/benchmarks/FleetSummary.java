package dev.millrace.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/// How many readings a second the Flink job sums up, with one task and with two.
final class FleetSummary implements Benchmark {

  private static final int ROUNDS = 3;
  private static final long SEED = 42;
  private static final int SHARDS = 4;
  private static final int UNICORNS = 100;
  private static final int MINUTES = 60;
  private static final int READINGS = UNICORNS * MINUTES * 60;
  private static final String STREAM = "wildrydes";
  private static final LocalDateTime START = LocalDateTime.of(2026, 11, 1, 12, 0);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private final Path home = Path.of(System.getProperty("millrace.home"));
  private final Path folder = home.resolve("benchmarks/target/fleet-summary");

  @Override
  public String name() {
    return "fleet-summary";
  }

  @Override
  public List<Row> run() throws InterruptedException {
    var one = new double[ROUNDS];
    var two = new double[ROUNDS];
    var ratios = new double[ROUNDS];
    try (var rig = Rig.start(false)) {
      feed(rig.kinesis());
      for (var round = 0; round < ROUNDS; round++) {
        one[round] = readingsPerSecond(rig, 1, round);
        two[round] = readingsPerSecond(rig, 2, round);
        ratios[round] = two[round] / one[round];
        Progress.say(
            "fleet-summary: round %d of %d, %.0f/s and %.0f/s"
                .formatted(round + 1, ROUNDS, one[round], two[round]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var ratio = Samples.fine(new Samples(ratios).median()) + " x one task";
    return List.of(
        row("one task", one, "%,d in %d shards".formatted(READINGS, SHARDS)),
        row("two tasks", two, ratio));
  }

  private static Row row(String tasks, double[] rates, String remark) {
    var samples = new Samples(rates);
    return Row.of(
        "readings summed up, " + tasks,
        Samples.whole(samples.median()) + "/s",
        samples.spread(Samples::whole),
        remark);
  }

  /// Each unicorn reports once a second, in order.
  private static void feed(KinesisClient kinesis) {
    kinesis.createStream(request -> request.streamName(STREAM).shardCount(SHARDS));
    var random = new Random(SEED);
    for (var second = 0; second < MINUTES * 60; second++) {
      var entries = new ArrayList<PutRecordsRequestEntry>();
      for (var unicorn = 0; unicorn < UNICORNS; unicorn++) {
        var name = "unicorn-" + unicorn;
        var data = SdkBytes.fromUtf8String(reading(name, second, random));
        entries.add(PutRecordsRequestEntry.builder().partitionKey(name).data(data).build());
      }
      kinesis.putRecords(request -> request.streamName(STREAM).records(entries));
    }
  }

  private static String reading(String name, int second, Random random) {
    return """
    {"Name":"%s","StatusTime":"%s","Latitude":42.264444250051326,"Longitude":-71.97582884770408,\
    "Distance":%d,"MagicPoints":%d,"HealthPoints":%d}\
    """
        .formatted(
            name,
            START.plusSeconds(second).format(TIME),
            150 + random.nextInt(50),
            100 + random.nextInt(100),
            100 + random.nextInt(100));
  }

  /// From when the job reads until it has put every summary.
  private double readingsPerSecond(Rig rig, int tasks, int round)
      throws IOException, InterruptedException {
    var summaries = "summaries-%d-%d".formatted(tasks, round);
    rig.kinesis().createStream(request -> request.streamName(summaries).shardCount(1));
    var job = start(properties(rig.endpoint(), summaries), tasks);
    try (var lines = job.inputReader(UTF_8);
        var commands = job.outputWriter(UTF_8)) {
      await("running", lines);
      var began = System.nanoTime();
      commands.append("drain\n").flush();
      await("drained", lines);
      var seconds = (System.nanoTime() - began) / 1e9;
      check(rig.kinesis(), summaries);
      return READINGS / seconds;
    } finally {
      job.destroy();
      job.waitFor();
    }
  }

  private Path properties(URI endpoint, String summaries) throws IOException {
    return Files.writeString(
        Files.createDirectories(folder).resolve("properties.json"),
        """
        [{"PropertyGroupId":"InputStream0","PropertyMap":{"stream.name":"%1$s",
          "aws.region":"us-east-1","aws.endpoint":"%2$s","source.init.position":"TRIM_HORIZON",
          "source.shard.get-records.interval":"PT0.001S"}},
         {"PropertyGroupId":"OutputStream0","PropertyMap":{"stream.name":"%3$s",
          "aws.region":"us-east-1","aws.endpoint":"%2$s"}}]
        """
            .formatted(STREAM, endpoint, summaries));
  }

  private Process start(Path properties, int tasks) throws IOException {
    var target = home.resolve("fleet-summary/target");
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                target.resolve("fleet-summary.jar") + ":" + target.resolve("lib/*"),
                "dev.millrace.fleet.AttendedMain",
                properties.toString(),
                Integer.toString(tasks))
            .redirectError(folder.resolve("job.log").toFile());
    builder.environment().put("AWS_ACCESS_KEY_ID", "test");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "test");
    return builder.start();
  }

  private void await(String word, BufferedReader lines) throws IOException {
    for (var line = lines.readLine(); !word.equals(line); line = lines.readLine()) {
      if (line == null) {
        throw new IllegalStateException("the job ended, see " + folder.resolve("job.log"));
      }
    }
  }

  /// A job that is fast because it leaves something out is not measured.
  private static void check(KinesisClient kinesis, String stream) {
    var shard = kinesis.listShards(request -> request.streamName(stream)).shards().getFirst();
    var iterator =
        kinesis
            .getShardIterator(request ->
                request
                    .streamName(stream)
                    .shardId(shard.shardId())
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    var found = kinesis.getRecords(request -> request.shardIterator(iterator)).records().size();
    if (found != UNICORNS * MINUTES) {
      throw new IllegalStateException(
          "there must be %d summaries, were %d".formatted(UNICORNS * MINUTES, found));
    }
  }
}
