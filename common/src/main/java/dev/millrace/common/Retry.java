package dev.millrace.common;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Tries a piece of work again and again on what is left of it.
///
/// It ends when nothing is left, the attempts are used up, or the deadline leaves no time for the
/// next pause. Nothing is lost: what is left is handed back.
public final class Retry {

  /// One call to a service with many items.
  ///
  /// @param <T> an item
  @FunctionalInterface
  public interface Attempt<T> {

    /// Does what it can and answers the items that failed and may succeed later.
    ///
    /// @throws RetryableException if the call failed as a whole: all items are tried again
    List<T> run(List<T> items);
  }

  /// Why no more attempt was made.
  public enum End {
    DONE,
    ATTEMPTS_USED_UP,
    OUT_OF_TIME,
    INTERRUPTED
  }

  /// What came of the attempts.
  ///
  /// @param left the items that did not succeed, in order
  /// @param retries how many attempts were made after the first
  /// @param lastFailure why the last attempt failed as a whole, or null if it did not
  public record Result<T>(
      List<T> left, int retries, End end, @Nullable RetryableException lastFailure) {

    public Result {
      left = List.copyOf(left);
    }

    /// The exception that says why items are left.
    ///
    /// @param work what was tried, such as `PutRecords to Lab-stream`
    public RetryableException failure(String work) {
      return new RetryableException(
          "%s: %d left after %d retries (%s)".formatted(work, left.size(), retries, end),
          lastFailure);
    }
  }

  private final Backoff backoff;
  private final RandomGenerator random;
  private final Sleeper sleeper;

  public Retry(Backoff backoff, RandomGenerator random, Sleeper sleeper) {
    this.backoff = backoff;
    this.random = random;
    this.sleeper = sleeper;
  }

  public <T> Result<T> run(List<T> items, Deadline deadline, Attempt<T> attempt) {
    var left = List.copyOf(items);
    RetryableException failure = null;
    for (var made = 0; ; made++) {
      var retries = Math.max(0, made - 1);
      if (left.isEmpty()) {
        return new Result<>(left, retries, End.DONE, null);
      } else if (made == backoff.attempts()) {
        return new Result<>(left, retries, End.ATTEMPTS_USED_UP, failure);
      }
      var end = made == 0 ? first(deadline) : pause(made, deadline);
      if (end != End.DONE) {
        return new Result<>(left, retries, end, failure);
      }
      try {
        left = List.copyOf(attempt.run(left));
        failure = null;
      } catch (RetryableException e) {
        failure = e;
      }
    }
  }

  private static End first(Deadline deadline) {
    return deadline.isOver() ? End.OUT_OF_TIME : End.DONE;
  }

  private End pause(int retry, Deadline deadline) {
    var delay = backoff.delay(retry, random);
    if (!deadline.allows(delay)) {
      return End.OUT_OF_TIME;
    }
    try {
      sleeper.sleep(delay);
      return End.DONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return End.INTERRUPTED;
    }
  }
}
