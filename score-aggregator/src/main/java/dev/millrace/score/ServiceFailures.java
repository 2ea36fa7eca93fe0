package dev.millrace.score;

import dev.millrace.common.ConfigException;
import dev.millrace.common.PipelineException;
import dev.millrace.common.PoisonException;
import dev.millrace.common.RetryableException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Tells who has to act when a service refuses a call.
final class ServiceFailures {

  private static final Set<String> PASSING =
      Set.of(
          "ExpiredTokenException",
          "KMSThrottlingException",
          "LimitExceededException",
          "ProvisionedThroughputExceededException",
          "RequestLimitExceeded",
          "Throttling",
          "ThrottlingException",
          "TransactionConflictException");

  private static final Set<String> ABOUT_DATA =
      Set.of("InvalidArgumentException", "SerializationException", "ValidationException");

  private static final Set<String> LASTING =
      Set.of("ItemCollectionSizeLimitExceeded", "ValidationError");

  private ServiceFailures() {}

  /// Sorts a refusal.
  ///
  /// @param work what was tried, such as `PutRecords to Lab-stream`
  /// @param status of the HTTP response
  /// @param code the service's error code
  static PipelineException of(String work, int status, String code, Exception cause) {
    if (status >= 500 || status == 429 || PASSING.contains(code)) {
      return new RetryableException("%s failed: %s".formatted(work, code), cause);
    } else if (ABOUT_DATA.contains(code)) {
      return new PoisonException("%s was refused: %s".formatted(work, cause.getMessage()), cause);
    }
    return new ConfigException(
        work, "be possible", "refused with %s: %s".formatted(code, cause.getMessage()), cause);
  }

  /// Sorts the reasons for which DynamoDB cancelled a transaction: one that will not pass decides.
  static PipelineException ofCancellation(String work, List<String> codes, Exception cause) {
    return codes.stream()
        .filter(LASTING::contains)
        .findFirst()
        .<PipelineException>map(code ->
            new PoisonException(
                "%s was refused with %s: %s".formatted(work, code, cause.getMessage()), cause))
        .orElseGet(() ->
            new RetryableException(
                "%s was cancelled: %s".formatted(work, new TreeSet<>(codes)), cause));
  }
}
