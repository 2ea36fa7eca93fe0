package dev.millrace.score;

import dev.millrace.aws.AwsClients;
import dev.millrace.common.Deadline;
import dev.millrace.common.PipelineException;
import dev.millrace.common.Retry;
import dev.millrace.common.RetryableException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.DoubleSupplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What the ways to keep totals in DynamoDB have in common: one call, repeated while there is hope.
abstract sealed class DynamoTotalsSink implements TotalsSink
    permits ExactTotalsSink, PlainTotalsSink {

  static final String ADD_POINTS = "ADD Score :points";

  private final String work;
  private final Retry retry;
  private final Duration callTimeout;

  /// Works for `work`, such as `UpdateItem on GameScoresByUser`.
  DynamoTotalsSink(String work, Retry retry, Duration callTimeout) {
    this.work = work;
    this.retry = retry;
    this.callTimeout = callTimeout;
  }

  /// Makes a call until it succeeds or fails for good.
  ///
  /// @param call answers the write units it has used up
  final Added repeat(Deadline deadline, DoubleSupplier call) {
    var units = new DoubleAdder();
    try {
      var result =
          retry.run(
              List.of(work),
              deadline,
              _ -> {
                units.add(translated(call));
                return List.of();
              });
      var failure = result.left().isEmpty() ? null : result.failure(work);
      return new Added(result.retries(), units.sum(), failure);
    } catch (PipelineException e) {
      return new Added(0, units.sum(), e);
    }
  }

  /// Nobody's name is empty: no item can have an empty key.
  @Override
  public void rehearse(Deadline deadline) {
    var nobody = new ScoreChange("", "1", null, List.of(new ScoreChange.Delta("", BigDecimal.ONE)));
    AwsClients.rehearse(() -> {
      var failure = add(List.of(nobody), deadline).failure();
      if (failure != null) {
        throw failure;
      }
    });
  }

  private double translated(DoubleSupplier call) {
    try {
      return call.getAsDouble();
    } catch (AwsServiceException e) {
      var details = e.awsErrorDetails();
      var code = details == null ? "no error code" : details.errorCode();
      throw ServiceFailures.of(work, e.statusCode(), code, e);
    } catch (SdkException e) {
      throw new RetryableException(work + " got no answer", e);
    }
  }

  final String work() {
    return work;
  }

  final Duration timeout(Deadline deadline) {
    return deadline.limit(callTimeout);
  }

  static AttributeValue number(BigDecimal points) {
    return AttributeValue.fromN(points.stripTrailingZeros().toPlainString());
  }
}
