package dev.millrace.fleet;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import dev.millrace.fleet.kinesis.KeyedRecord;
import dev.millrace.fleet.kinesis.KinesisSink;
import dev.millrace.fleet.kinesis.KinesisSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.util.OutputTag;

/// Readings of a fleet, summed up per unicorn and window of event time.
///
/// Sets nothing of Flink's own configuration, which belongs to the cluster.
public final class FleetSummaryJob {

  private static final OutputTag<Reading> LATE =
      new OutputTag<>("late", TypeInformation.of(Reading.class));

  private FleetSummaryJob() {}

  /// Called by the cluster.
  ///
  /// @param arguments none where Managed Service for Apache Flink mounts the properties, else the
  ///   file that holds them
  public static void main(String[] arguments) throws Exception {
    var environment = StreamExecutionEnvironment.getExecutionEnvironment();
    build(environment, FleetSettings.from(properties(arguments)), Clock.systemUTC());
    environment.execute("fleet-summary");
  }

  static Map<String, Properties> properties(String[] arguments) throws IOException {
    return switch (arguments.length) {
      case 0 -> KinesisAnalyticsRuntime.getApplicationProperties();
      case 1 -> KinesisAnalyticsRuntime.getApplicationProperties(arguments[0]);
      default ->
          throw new ConfigException(
              "the arguments", "be one file of properties or none", String.join(" ", arguments));
    };
  }

  static void build(StreamExecutionEnvironment environment, FleetSettings settings, Clock clock) {
    var readings =
        environment
            .fromSource(
                new KinesisSource<>(settings.source(), new ReadingDecoder(), clock),
                WatermarkStrategy.noWatermarks(),
                "readings",
                TypeInformation.of(Reading.class))
            .uid("readings");
    var windows =
        readings.keyBy(Reading::name).window(TumblingEventTimeWindows.of(settings.window()));
    if (settings.lateStream() != null) {
      windows.sideOutputLateData(LATE);
    }
    var summaries =
        windows
            .aggregate(
                new Adding(),
                new Summing(),
                TypeInformation.of(Totals.class),
                TypeInformation.of(Totals.class),
                TypeInformation.of(Summary.class))
            .name("summaries")
            .uid("summaries");
    summaries
        .map(
            each -> new KeyedRecord(each.name(), each.json()),
            TypeInformation.of(KeyedRecord.class))
        .sinkTo(new KinesisSink(settings.sink(), settings.summaryStream()))
        .uid("summary-stream");
    if (settings.lateStream() != null) {
      summaries
          .getSideOutput(LATE)
          .map(FleetSummaryJob::asItCame, TypeInformation.of(KeyedRecord.class))
          .sinkTo(new KinesisSink(settings.sink(), settings.lateStream()))
          .uid("late-stream");
    }
  }

  private static KeyedRecord asItCame(Reading late) {
    return new KeyedRecord(late.name(), late.json().getBytes(StandardCharsets.UTF_8));
  }
}
