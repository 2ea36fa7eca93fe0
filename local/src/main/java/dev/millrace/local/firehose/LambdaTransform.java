package dev.millrace.local.firehose;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.local.firehose.transform.TransformAnswer;
import dev.millrace.local.firehose.transform.TransformEvent;
import dev.millrace.local.firehose.transform.TransformFailure;
import dev.millrace.local.firehose.transform.TransformRecord;
import dev.millrace.local.firehose.transform.Transformed;
import dev.millrace.local.firehose.transform.Transformed.Failed;
import dev.millrace.local.lambda.InvokeResult;
import dev.millrace.local.lambda.Invoker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// Sends records through the function, and again if it fails.
///
/// Deviates from AWS: while the function cannot be invoked because its environments are all busy,
/// the records wait; AWS gives them up after as many retries as for a function that fails.
record LambdaTransform(
    LambdaProcessor processor, TransformEvent event, Invoker functions, InstantSource clock) {

  /// What became of a record.
  ///
  /// @param document how a failure is written
  record Result(FirehoseRecord record, Transformed transformed, TransformFailure document) {}

  /// @param number of the batch the records are from
  /// @throws NotNow if the function has to be tried again later
  List<Result> apply(long number, List<FirehoseRecord> records) {
    var items = new ArrayList<TransformRecord>();
    for (var i = 0; i < records.size(); i++) {
      items.add(item(String.format(Locale.ROOT, "%040d%016d", number, i), records.get(i)));
    }
    var results = new ArrayList<Result>();
    for (var batch : event.batches(items, processor.buffering().bytes())) {
      var first = results.size();
      results.addAll(invoke(batch, records.subList(first, first + batch.size())));
    }
    return results;
  }

  private List<Result> invoke(List<TransformRecord> items, List<FirehoseRecord> records) {
    var name = event.deliveryStream() + items.getFirst().id();
    var payload = event.of(UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString(), items);
    for (var attempt = 1; ; attempt++) {
      switch (functions.invoke(processor.function(), payload)) {
        case InvokeResult.Success(var answer) -> {
          return results(TransformAnswer.read(answer, items), records, attempt);
        }
        case InvokeResult.FunctionError _ -> {
          if (attempt > processor.retries()) {
            return failed(Failed.FUNCTION_ERROR, records, attempt);
          }
        }
        case InvokeResult.NotReached(var type, var message) -> {
          if (!type.equals("ResourceNotFoundException")) {
            throw new NotNow(message);
          }
          if (attempt > processor.retries()) {
            return failed(Failed.NO_FUNCTION, records, attempt);
          }
        }
      }
    }
  }

  private List<Result> failed(Failed failed, List<FirehoseRecord> records, int attempts) {
    return results(records.stream().map(_ -> (Transformed) failed).toList(), records, attempts);
  }

  private List<Result> results(
      List<Transformed> transformed, List<FirehoseRecord> records, int attempts) {
    Instant now = clock.instant();
    var document = new TransformFailure(Optional.of(processor.arn()), attempts, now);
    var results = new ArrayList<Result>();
    for (var i = 0; i < records.size(); i++) {
      results.add(new Result(records.get(i), transformed.get(i), document));
    }
    return results;
  }

  private static TransformRecord item(String id, FirehoseRecord record) {
    var origin = record.origin();
    if (origin == null) {
      return new TransformRecord(id, record.data(), record.arrival(), Optional.empty());
    }
    var place = origin.subSequenceNumber();
    var kinesis =
        new TransformRecord.Kinesis(
            origin.shardId(),
            origin.partitionKey(),
            record.arrival(),
            origin.sequenceNumber(),
            place == null ? 0 : place);
    return new TransformRecord(id, record.data(), record.arrival(), Optional.of(kinesis));
  }
}
