package dev.millrace.fleet.kinesis;

import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.sink.AsyncSinkBase;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.base.sink.writer.config.AsyncSinkWriterConfiguration;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/// Puts records into a stream, at least once: after a failure, what was put since the last
/// checkpoint is put again. Nothing is left over when the job is stopped with a savepoint.
public final class KinesisSink extends AsyncSinkBase<KeyedRecord, KeyedRecord> {

  private static final int MAX_BATCH = 500;
  private static final int MAX_IN_FLIGHT = 4;
  private static final int MAX_BUFFERED = 10_000;
  private static final long MAX_BATCH_BYTES = 5L * 1024 * 1024;
  private static final long MAX_WAIT_MILLIS = 200;
  private static final long MAX_RECORD_BYTES = 1024L * 1024;

  private final Endpoint endpoint;
  private final String stream;

  public KinesisSink(Endpoint endpoint, String stream) {
    super(
        (each, context) -> each,
        MAX_BATCH,
        MAX_IN_FLIGHT,
        MAX_BUFFERED,
        MAX_BATCH_BYTES,
        MAX_WAIT_MILLIS,
        MAX_RECORD_BYTES);
    this.endpoint = endpoint;
    this.stream = stream;
  }

  @Override
  public StatefulSinkWriter<KeyedRecord, BufferedRequestState<KeyedRecord>> createWriter(
      WriterInitContext context) {
    return restoreWriter(context, List.of());
  }

  @Override
  public StatefulSinkWriter<KeyedRecord, BufferedRequestState<KeyedRecord>> restoreWriter(
      WriterInitContext context, Collection<BufferedRequestState<KeyedRecord>> buffered) {
    return new StreamWriter(
        getElementConverter(), context, configuration(), buffered, endpoint, stream);
  }

  private AsyncSinkWriterConfiguration configuration() {
    return AsyncSinkWriterConfiguration.builder()
        .setMaxBatchSize(getMaxBatchSize())
        .setMaxBatchSizeInBytes(getMaxBatchSizeInBytes())
        .setMaxInFlightRequests(getMaxInFlightRequests())
        .setMaxBufferedRequests(getMaxBufferedRequests())
        .setMaxTimeInBufferMS(getMaxTimeInBufferMS())
        .setMaxRecordSizeInBytes(getMaxRecordSizeInBytes())
        .build();
  }

  @Override
  public SimpleVersionedSerializer<BufferedRequestState<KeyedRecord>> getWriterStateSerializer() {
    return new KeyedRecord.Serializer();
  }
}
