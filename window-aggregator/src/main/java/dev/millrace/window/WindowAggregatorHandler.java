package dev.millrace.window;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import dev.millrace.aws.AwsClients;
import dev.millrace.common.BatchLog;
import dev.millrace.common.BatchOutcome;
import dev.millrace.common.ConfigException;
import dev.millrace.common.Deadline;
import dev.millrace.common.Decoded;
import dev.millrace.common.Env;
import dev.millrace.common.EventReader;
import dev.millrace.common.LogLines;
import dev.millrace.common.PipelineException;
import dev.millrace.common.PoisonException;
import dev.millrace.common.Retry;
import dev.millrace.common.SampleEvents;
import dev.millrace.common.Sleeper;
import dev.millrace.common.Snapshots;
import dev.millrace.common.Soon;
import dev.millrace.common.StreamHandler;
import dev.millrace.common.UserRecord;
import dev.millrace.common.UserRecords;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Totals per key over Lambda's tumbling windows, every key of the window.
///
/// Between the invocations of a window the totals travel in Lambda's state. They are written when
/// the window ends, when Lambda ends it early, and when the state would grow too large for Lambda:
/// each time as a part of its own, so that the sum of the parts is exact however the window is cut.
///
/// When they cannot be written, the state is answered as it came, and the batch comes again. An
/// invocation without records names no record to come again from, so it fails in any case.
public final class WindowAggregatorHandler
    extends StreamHandler<KinesisTimeWindowEvent, TimeWindowEventResponse> {

  private final WindowAggregatorConfig config;
  private final MessageDecoder decoder;
  private final Supplier<? extends AggregateSink> sink;
  private final InstantSource clock;

  /// Called by Lambda, once per execution environment.
  public WindowAggregatorHandler() {
    this(WindowAggregatorConfig.from(new Env(System.getenv())));
  }

  private WindowAggregatorHandler(WindowAggregatorConfig config) {
    this(
        config,
        Soon.of(() ->
            new DynamoAggregateSink(
                AwsClients.build(DynamoDbClient.builder()),
                config.table(),
                config.keyAttribute(),
                config.fields().keyType(),
                // unlike Random, not the same in every environment restored from one snapshot
                new Retry(config.backoff(), new SecureRandom(), Sleeper.THREAD))),
        InstantSource.system());
    Snapshots.rehearse(this::rehearse);
  }

  WindowAggregatorHandler(
      WindowAggregatorConfig config, Supplier<? extends AggregateSink> sink, InstantSource clock) {
    super(EventReader::window);
    this.config = config;
    this.decoder = new MessageDecoder(config.fields());
    this.sink = sink;
    this.clock = clock;
  }

  @Override
  public TimeWindowEventResponse handleRequest(KinesisTimeWindowEvent event, Context context) {
    var log = new BatchLog(context.getFunctionName(), clock);
    var records = UserRecords.of(event);
    var given = Objects.requireNonNullElse(event.getState(), Map.<String, String>of());
    try {
      var state = next(event, given, records, context, log);
      return config.failures().end(BatchOutcome.complete(), state);
    } catch (PipelineException e) {
      log.error(e).failed(records.size());
      if (records.isEmpty()) {
        throw e;
      }
      var outcome = BatchOutcome.stoppedAt(records.getFirst().sequenceNumber(), e);
      return config.failures().end(outcome, given);
    } catch (RuntimeException e) {
      log.error(e);
      throw e;
    } finally {
      log.write(context.getLogger());
    }
  }

  /// The state after these records: empty if it has been written.
  private Map<String, String> next(
      KinesisTimeWindowEvent event,
      Map<String, String> given,
      List<UserRecord> records,
      Context context,
      BatchLog log) {
    var state = decode(given).plus(records, samples(records, log));
    var encoded = state.encode();
    var size = WindowState.size(encoded);
    if (!isLast(event)) {
      var keys = state.aggregates().size();
      if (size <= config.maxStateBytes() && keys <= config.maxStateKeys()) {
        return encoded;
      }
      noteOverflow(context, event, size, keys);
    }
    write(event, state, Deadline.of(context, config.margin()), log);
    return WindowState.EMPTY.encode();
  }

  private static WindowState decode(Map<String, String> state) {
    return switch (WindowState.decode(state)) {
      case Decoded.Valid(var decoded) -> decoded;
      case Decoded.Malformed(var reason) -> throw new PoisonException(reason);
    };
  }

  private List<Message.Sample> samples(List<UserRecord> records, BatchLog log) {
    var samples = new ArrayList<Message.Sample>();
    log.records(records.size());
    for (var record : records) {
      log.seen(record.sequenceNumber(), record.arrival());
      switch (decoder.decode(record.data())) {
        case Message.Sample sample -> samples.add(sample);
        case Message.Skipped(var reason) -> log.skipped(reason);
      }
    }
    return samples;
  }

  private void rehearse() {
    var log = new BatchLog("window-aggregator", clock);
    rehearse(
        SampleEvents.kinesis("{\"%s\":\"1\"}".formatted(config.fields().key())),
        event -> {
          var records = UserRecords.of(event);
          var state = decode(Map.of()).plus(records, samples(records, log));
          return config.failures().end(BatchOutcome.complete(), state.encode());
        });
    sink.get().rehearse();
  }

  private static boolean isLast(KinesisTimeWindowEvent event) {
    return Boolean.TRUE.equals(event.getIsFinalInvokeForWindow())
        || Boolean.TRUE.equals(event.getIsWindowTerminatedEarly());
  }

  private void noteOverflow(Context context, KinesisTimeWindowEvent event, int size, int keys) {
    var line = new LinkedHashMap<String, Object>();
    line.put("event", "window state written early");
    line.put("function", context.getFunctionName());
    line.put("shardId", String.valueOf(event.getShardId()));
    line.put("stateBytes", size);
    line.put("maxStateBytes", config.maxStateBytes());
    line.put("stateKeys", keys);
    line.put("maxStateKeys", config.maxStateKeys());
    LogLines.write(context.getLogger(), line);
  }

  private void write(
      KinesisTimeWindowEvent event, WindowState state, Deadline deadline, BatchLog log) {
    var seen = state.seen();
    if (seen == null || state.aggregates().isEmpty()) {
      return;
    }
    var shardId = required("shardId", event.getShardId());
    var stretch = new Stretch(shardId, seen.first(), seen.last());
    var part = new WindowPart(window(event), stretch, state.aggregates());
    var result = sink.get().merge(part, deadline);
    log.retries(result.retries());
    if (!result.left().isEmpty()) {
      throw result.failure("totals to " + config.table());
    }
    log.written(state.aggregates().values().stream().mapToLong(Aggregate::count).sum());
  }

  private static Window window(KinesisTimeWindowEvent event) {
    var window = event.getWindow();
    return new Window(
        instant("window.start", window == null ? null : window.getStart()),
        instant("window.end", window == null ? null : window.getEnd()));
  }

  private static Instant instant(String field, @Nullable String text) {
    var time = required(field, text);
    try {
      return Instant.parse(time);
    } catch (DateTimeParseException e) {
      throw new ConfigException("event field " + field, "be a time", time);
    }
  }

  private static String required(String field, @Nullable String value) {
    if (value == null) {
      throw new ConfigException(
          "event field " + field, "be set, as a mapping with a tumbling window does", "missing");
    }
    return value;
  }
}
