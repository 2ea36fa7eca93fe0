package dev.millrace.fleet.kinesis;

import java.time.Clock;
import java.time.Instant;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/// A Kinesis stream, read by polling, with aggregates of the Kinesis Producer Library taken apart.
///
/// Each record counts exactly once in the state of a job that goes on from a checkpoint. The source
/// makes its own watermarks, because it alone knows whether a shard is quiet or was not read.
///
/// @param clock what tells how long a shard has been quiet
public record KinesisSource<T>(SourceSettings settings, RecordDecoder<T> decoder, Clock clock)
    implements Source<T, ShardSplit, Lineage> {

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<T, ShardSplit> createReader(SourceReaderContext context) {
    return StreamReader.of(settings, clock, decoder, context);
  }

  @Override
  public SplitEnumerator<ShardSplit, Lineage> createEnumerator(
      SplitEnumeratorContext<ShardSplit> context) {
    return restoreEnumerator(context, Lineage.startingAt(first()));
  }

  /// The end of a stream is a moment, so that a shard without a record starts there again.
  private Position first() {
    return switch (settings.start()) {
      case LATEST -> Position.at(Instant.now(clock));
      case TRIM_HORIZON -> Position.TRIM_HORIZON;
      case AT_TIMESTAMP -> Position.at(startAt());
    };
  }

  private Instant startAt() {
    var startAt = settings.startAt();
    if (startAt == null) {
      throw new IllegalStateException("AT_TIMESTAMP needs a timestamp");
    }
    return startAt;
  }

  @Override
  public SplitEnumerator<ShardSplit, Lineage> restoreEnumerator(
      SplitEnumeratorContext<ShardSplit> context, Lineage lineage) {
    return new StreamEnumerator(settings, context, lineage);
  }

  @Override
  public SimpleVersionedSerializer<ShardSplit> getSplitSerializer() {
    return new ShardSplit.Serializer();
  }

  @Override
  public SimpleVersionedSerializer<Lineage> getEnumeratorCheckpointSerializer() {
    return new Lineage.Serializer();
  }
}
