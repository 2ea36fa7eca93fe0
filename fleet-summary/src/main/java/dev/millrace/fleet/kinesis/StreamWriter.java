package dev.millrace.fleet.kinesis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriter;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.base.sink.writer.DequeRequestBuffer;
import org.apache.flink.connector.base.sink.writer.ElementConverter;
import org.apache.flink.connector.base.sink.writer.ResultHandler;
import org.apache.flink.connector.base.sink.writer.SimpleBatchCreator;
import org.apache.flink.connector.base.sink.writer.config.AsyncSinkWriterConfiguration;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/// Puts batches, and again those records of a batch that Kinesis did not take.
///
/// A call that fails as a whole, after the SDK's own retries, fails the job, which goes on from its
/// last checkpoint.
final class StreamWriter extends AsyncSinkWriter<KeyedRecord, KeyedRecord> {

  private final String stream;
  private final KinesisClient kinesis;
  private final ExecutorService calls;

  StreamWriter(
      ElementConverter<KeyedRecord, KeyedRecord> converter,
      WriterInitContext context,
      AsyncSinkWriterConfiguration configuration,
      Collection<BufferedRequestState<KeyedRecord>> buffered,
      Endpoint endpoint,
      String stream) {
    super(
        converter,
        context,
        configuration,
        buffered,
        new SimpleBatchCreator<>(configuration.getMaxBatchSizeInBytes()),
        new DequeRequestBuffer<>());
    this.stream = stream;
    this.kinesis = endpoint.client();
    this.calls = Executors.newFixedThreadPool(configuration.getMaxInFlightRequests());
  }

  @Override
  protected void submitRequestEntries(
      List<KeyedRecord> records, ResultHandler<KeyedRecord> handler) {
    calls.execute(() -> {
      try {
        var refused = refused(records, put(records));
        if (refused.isEmpty()) {
          handler.complete();
        } else {
          handler.retryForEntries(refused);
        }
      } catch (SdkException e) {
        handler.completeExceptionally(e);
      }
    });
  }

  private PutRecordsResponse put(List<KeyedRecord> records) {
    return kinesis.putRecords(
        r -> r.streamName(stream).records(records.stream().map(StreamWriter::entry).toList()));
  }

  private static PutRecordsRequestEntry entry(KeyedRecord each) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(each.partitionKey())
        .data(SdkBytes.fromByteArrayUnsafe(each.data()))
        .build();
  }

  private static List<KeyedRecord> refused(List<KeyedRecord> records, PutRecordsResponse answer) {
    var refused = new ArrayList<KeyedRecord>();
    for (var i = 0; i < records.size(); i++) {
      if (answer.records().get(i).errorCode() != null) {
        refused.add(records.get(i));
      }
    }
    return refused;
  }

  @Override
  protected long getSizeInBytes(KeyedRecord each) {
    return (long) each.data().length + each.partitionKey().getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public void close() {
    calls.shutdownNow();
    kinesis.close();
    super.close();
  }
}
