package dev.millrace.fleet.kinesis;

import dev.millrace.common.KplAggregate;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what was fetched into values and watermarks. What cannot be read is skipped and counted.
final class ShardEmitter<T> implements RecordEmitter<Fetched, T, ShardState> {

  private static final Logger log = LoggerFactory.getLogger(ShardEmitter.class);

  private final SourceSettings settings;
  private final RecordDecoder<T> decoder;
  private final Counter read;
  private final Counter malformed;
  private final Consumer<SourceEvents.Ended> ends;

  /// @param read counts what is read, each entry of an aggregate for itself
  /// @param malformed counts what is skipped
  ShardEmitter(
      SourceSettings settings,
      RecordDecoder<T> decoder,
      Counter read,
      Counter malformed,
      Consumer<SourceEvents.Ended> ends) {
    this.settings = settings;
    this.decoder = decoder;
    this.read = read;
    this.malformed = malformed;
    this.ends = ends;
  }

  @Override
  public void emitRecord(Fetched fetched, SourceOutput<T> output, ShardState state) {
    // Flink has counted one, whatever it is
    read.dec();
    if (fetched instanceof Fetched.Data data) {
      var entries = unpacked(data.data());
      read.inc(entries.size());
      entries.forEach(each -> emit(each, data, output, state));
      state.reached(Position.after(data.sequenceNumber()));
    } else if (fetched instanceof Fetched.Polled polled) {
      state.reached(state.eventTime().polled(polled.atTip(), polled.now()));
      state.lag().polled(polled);
      tell(polled.now(), state.eventTime(), output);
    } else if (fetched instanceof Fetched.Retired) {
      // Flink goes on counting an output that is merely taken away, if it is the last
      output.markIdle();
    } else {
      state.reached(Position.ENDED);
      state.lag().ended();
      ends.accept(new SourceEvents.Ended(state.shardId(), state.eventTime().latest()));
    }
  }

  private static List<byte[]> unpacked(byte[] data) {
    return KplAggregate.unpack(data)
        .map(entries -> entries.stream().map(KplAggregate.Entry::data).toList())
        .orElseGet(() -> List.of(data));
  }

  private void emit(byte[] user, Fetched.Data data, SourceOutput<T> output, ShardState state) {
    try {
      decoder.decode(
          user,
          (value, eventTime) -> {
            output.collect(value, eventTime);
            state.reached(state.eventTime().heard(eventTime, data.now()));
          });
    } catch (MalformedException e) {
      malformed.inc();
      log.atWarn()
          .addKeyValue("shard", state.shardId())
          .addKeyValue("sequenceNumber", data.sequenceNumber())
          .addKeyValue("reason", e.getMessage())
          .log("record skipped");
    }
  }

  private void tell(long now, EventTime eventTime, SourceOutput<T> output) {
    if (eventTime.isSilent(now, settings.idleness())) {
      output.markIdle();
    }
    eventTime
        .watermark(now, settings.outOfOrderness(), settings.idleness())
        .ifPresent(watermark -> output.emitWatermark(new Watermark(watermark)));
  }
}
