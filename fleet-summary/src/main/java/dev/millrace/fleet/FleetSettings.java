package dev.millrace.fleet;

import dev.millrace.fleet.kinesis.Endpoint;
import dev.millrace.fleet.kinesis.SourceSettings;
import dev.millrace.fleet.kinesis.SourceSettings.Start;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The job's settings, from the property groups of its application.
///
/// @param lateStream where readings go whose window is closed; they are counted and dropped if null
record FleetSettings(
    SourceSettings source,
    Duration window,
    Endpoint sink,
    String summaryStream,
    @Nullable String lateStream) {

  private static final String INPUT = "InputStream0";
  private static final String OUTPUT = "OutputStream0";
  private static final String JOB = "Job";

  private static final String NAME = "stream.name";
  private static final String REGION = "aws.region";
  private static final String ENDPOINT = "aws.endpoint";
  private static final String POSITION = "source.init.position";
  private static final String TIMESTAMP = "source.init.timestamp";
  private static final String MAX_RECORDS = "source.shard.get-records.max-record-count";
  private static final String READ_INTERVAL = "source.shard.get-records.interval";
  private static final String DISCOVERY = "source.shard.discovery.interval";
  private static final String LATE = "late.stream.name";
  private static final String WINDOW = "window";
  private static final String OUT_OF_ORDERNESS = "out.of.orderness";
  private static final String IDLENESS = "idleness";

  private static final Set<String> INPUT_KEYS =
      Set.of(NAME, REGION, ENDPOINT, POSITION, TIMESTAMP, MAX_RECORDS, READ_INTERVAL, DISCOVERY);
  private static final Set<String> OUTPUT_KEYS = Set.of(NAME, REGION, ENDPOINT, LATE);
  private static final Set<String> JOB_KEYS = Set.of(WINDOW, OUT_OF_ORDERNESS, IDLENESS);

  /// @throws ConfigException if a property is missing, wrong or unknown
  static FleetSettings from(Map<String, Properties> groups) {
    for (var id : groups.keySet()) {
      if (!Set.of(INPUT, OUTPUT, JOB).contains(id)) {
        throw new ConfigException("a property group", "be InputStream0, OutputStream0 or Job", id);
      }
    }
    var input = PropertyGroup.of(groups, INPUT, INPUT_KEYS);
    var output = PropertyGroup.of(groups, OUTPUT, OUTPUT_KEYS);
    var job = PropertyGroup.of(groups, JOB, JOB_KEYS);
    return new FleetSettings(
        source(input, job),
        job.duration(WINDOW, Duration.ofMinutes(1), Duration.ofMillis(1)),
        endpoint(output),
        output.required(NAME),
        orNull(output.optional(LATE)));
  }

  private static SourceSettings source(PropertyGroup input, PropertyGroup job) {
    var start = input.choice(POSITION, Start.class, Start.LATEST);
    var startAt = input.instant(TIMESTAMP);
    if ((start == Start.AT_TIMESTAMP) != startAt.isPresent()) {
      throw new ConfigException(
          INPUT + "/" + TIMESTAMP,
          "be set if " + POSITION + " is AT_TIMESTAMP, and only then",
          startAt.map(Object::toString).orElse("unset or blank"));
    }
    return new SourceSettings(
        endpoint(input),
        input.required(NAME),
        start,
        orNull(startAt),
        input.integer(MAX_RECORDS, 10_000, 1, 10_000),
        input.duration(READ_INTERVAL, Duration.ofMillis(250), Duration.ofMillis(1)),
        input.duration(DISCOVERY, Duration.ofSeconds(10), Duration.ofMillis(1)),
        job.duration(OUT_OF_ORDERNESS, Duration.ofSeconds(5), Duration.ZERO),
        job.duration(IDLENESS, Duration.ofSeconds(30), Duration.ofMillis(1)));
  }

  private static Endpoint endpoint(PropertyGroup group) {
    return new Endpoint(group.required(REGION), orNull(group.url(ENDPOINT)));
  }

  private static <T> @Nullable T orNull(Optional<T> value) {
    return value.orElse(null);
  }
}
