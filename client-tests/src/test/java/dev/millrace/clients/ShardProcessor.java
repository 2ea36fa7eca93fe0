package dev.millrace.clients;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;

/// Passes on what comes from one shard, and checkpoints it.
final class ShardProcessor implements ShardRecordProcessor {

  private final Consumer<Happening> sink;
  private String shard = "";

  ShardProcessor(Consumer<Happening> sink) {
    this.sink = sink;
  }

  @Override
  public void initialize(InitializationInput input) {
    shard = input.shardId();
    sink.accept(new Happening.Began(shard));
  }

  @Override
  public void processRecords(ProcessRecordsInput input) {
    for (var each : input.records()) {
      var text = StandardCharsets.UTF_8.decode(each.data()).toString();
      sink.accept(new Happening.Came(shard, each.partitionKey(), Integer.parseInt(text)));
    }
    checkpoint(input.checkpointer());
  }

  @Override
  public void leaseLost(LeaseLostInput input) {
    // comes when the worker stops; it has no rival that could take a lease
  }

  @Override
  public void shardEnded(ShardEndedInput input) {
    sink.accept(new Happening.Ended(shard));
    checkpoint(input.checkpointer());
  }

  @Override
  public void shutdownRequested(ShutdownRequestedInput input) {
    checkpoint(input.checkpointer());
  }

  private static void checkpoint(RecordProcessorCheckpointer checkpointer) {
    try {
      checkpointer.checkpoint();
    } catch (InvalidStateException | ShutdownException e) {
      throw new IllegalStateException("no checkpoint", e);
    }
  }
}
