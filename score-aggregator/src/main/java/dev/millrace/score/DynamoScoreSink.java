package dev.millrace.score;

import dev.millrace.common.ConfigException;
import dev.millrace.common.Deadline;
import dev.millrace.common.PipelineException;
import dev.millrace.common.PoisonException;
import dev.millrace.common.Retry;
import dev.millrace.common.RetryableException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/// Adds to the totals in DynamoDB, then tells the score stream.
///
/// Runs of changes are added in one transaction each. Its token depends on the changes alone, so
/// that a run that is delivered again within ten minutes, and cut the same way, counts once. Events
/// follow their totals: if they cannot be sent, the run counts as not applied and both are done
/// again, the totals without effect and the events under the same ids.
final class DynamoScoreSink implements ScoreSink {

  /// What one transaction takes.
  static final int MAX_USERS = 100;

  private static final Set<String> PASSING =
      Set.of("None", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

  private final DynamoDbClient dynamo;
  private final Optional<KinesisEventSink> events;
  private final String table;
  private final Retry retry;
  private final Duration callTimeout;

  DynamoScoreSink(
      DynamoDbClient dynamo,
      Optional<KinesisEventSink> events,
      String table,
      Retry retry,
      Duration callTimeout) {
    this.dynamo = dynamo;
    this.events = events;
    this.table = table;
    this.retry = retry;
    this.callTimeout = callTimeout;
  }

  @Override
  public Applied apply(ScoreBatch batch, Instant processed, Deadline deadline) {
    return applyAll(batch.chunks(MAX_USERS), processed, deadline);
  }

  private Applied applyAll(List<ScoreBatch> chunks, Instant processed, Deadline deadline) {
    var done = 0;
    var retries = 0;
    for (var chunk : chunks) {
      var applied = applyOne(chunk, processed, deadline);
      done += applied.changes();
      retries += applied.retries();
      if (applied.stop() != null) {
        return new Applied(done, retries, applied.stop());
      }
    }
    return new Applied(done, retries, null);
  }

  private Applied applyOne(ScoreBatch chunk, Instant processed, Deadline deadline) {
    Retry.Result<ScoreBatch> added;
    try {
      added = add(chunk, deadline);
    } catch (PoisonException e) {
      // nothing of the transaction took effect: find out which change it is
      return chunk.changes().size() == 1
          ? new Applied(0, 0, e)
          : applyAll(chunk.singles(), processed, deadline);
    } catch (ConfigException e) {
      return new Applied(0, 0, e);
    }
    return added.left().isEmpty()
        ? tell(chunk, processed, deadline, added.retries())
        : new Applied(0, added.retries(), added.failure(work()));
  }

  private Applied tell(ScoreBatch chunk, Instant processed, Deadline deadline, int retries) {
    if (events.isEmpty()) {
      return new Applied(chunk.changes().size(), retries, null);
    }
    var news =
        chunk.changes().stream()
            .flatMap(change -> ScoreEvent.of(change, table, processed).stream())
            .toList();
    try {
      var told = events.get().put(news, deadline);
      var all = retries + told.retries();
      return told.left().isEmpty()
          ? new Applied(chunk.changes().size(), all, null)
          : new Applied(0, all, told.failure(events.get().work()));
    } catch (PoisonException | ConfigException e) {
      return new Applied(0, retries, e);
    }
  }

  private Retry.Result<ScoreBatch> add(ScoreBatch chunk, Deadline deadline) {
    var updates = Totals.of(chunk.changes()).entrySet().stream().map(this::update).toList();
    var token = TransactionToken.of(table, chunk);
    return retry.run(
        updates.isEmpty() ? List.<ScoreBatch>of() : List.of(chunk),
        deadline,
        _ -> {
          call(
              TransactWriteItemsRequest.builder()
                  .clientRequestToken(token)
                  .transactItems(updates)
                  .overrideConfiguration(c -> c.apiCallTimeout(deadline.limit(callTimeout)))
                  .build());
          return List.of();
        });
  }

  private TransactWriteItem update(Map.Entry<String, BigDecimal> total) {
    var points = AttributeValue.fromN(total.getValue().stripTrailingZeros().toPlainString());
    return TransactWriteItem.builder()
        .update(
            Update.builder()
                .tableName(table)
                .key(Map.of("Username", AttributeValue.fromS(total.getKey())))
                .updateExpression("ADD Score :points")
                .expressionAttributeValues(Map.of(":points", points))
                .build())
        .build();
  }

  private void call(TransactWriteItemsRequest request) {
    try {
      dynamo.transactWriteItems(request);
    } catch (TransactionCanceledException e) {
      throw cancelled(e);
    } catch (AwsServiceException e) {
      var details = e.awsErrorDetails();
      var code = details == null ? "no error code" : details.errorCode();
      throw ServiceFailures.of(work(), e.statusCode(), code, e);
    } catch (SdkException e) {
      throw new RetryableException(work() + " got no answer", e);
    }
  }

  /// A reason that will not pass decides.
  private PipelineException cancelled(TransactionCanceledException e) {
    var codes = e.cancellationReasons().stream().map(reason -> reason.code()).toList();
    var code =
        codes.stream().filter(c -> !PASSING.contains(c)).findFirst().orElse(codes.toString());
    return ServiceFailures.ofCancellation(work(), code, e);
  }

  private String work() {
    return "TransactWriteItems on " + table;
  }
}
