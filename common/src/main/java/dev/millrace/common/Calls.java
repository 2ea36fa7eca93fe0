package dev.millrace.common;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes the calls that a piece of work takes, each with its retries.
///
/// One by one, a call that cannot be finished is the last: nothing is done ahead of what failed.
/// Side by side, every call is made, whatever becomes of the others.
public final class Calls {

  /// How far the work came.
  ///
  /// @param left the items that were not done, in order
  /// @param failure why the first of them was not, or null if none is left
  public record Progress<T>(List<T> left, int retries, @Nullable PipelineException failure) {

    public Progress {
      left = List.copyOf(left);
    }

    /// How the batch ended whose items these are.
    ///
    /// @param lowest the lowest sequence number of the stream records that hold these items
    public BatchOutcome outcome(Function<List<T>, String> lowest) {
      return failure == null
          ? BatchOutcome.complete()
          : BatchOutcome.stoppedAt(lowest.apply(left), failure);
    }

    private Progress<T> and(Progress<T> next) {
      var all = new ArrayList<>(left);
      all.addAll(next.left);
      return new Progress<>(all, retries + next.retries, failure == null ? next.failure : failure);
    }
  }

  private static final int SIDE_BY_SIDE = 4;

  private final Retry retry;
  private final int atOnce;

  private Calls(Retry retry, int atOnce) {
    this.retry = retry;
    this.atOnce = atOnce;
  }

  /// As a function's setting `ORDERED` wants it.
  public static Calls of(Retry retry, boolean ordered) {
    return ordered ? oneByOne(retry) : sideBySide(retry, SIDE_BY_SIDE);
  }

  public static Calls oneByOne(Retry retry) {
    return new Calls(retry, 0);
  }

  /// All calls are made, some at a time.
  ///
  /// @param atOnce how many calls may be under way at a time
  public static Calls sideBySide(Retry retry, int atOnce) {
    if (atOnce < 1) {
      throw new IllegalArgumentException("calls at once must be at least 1, were " + atOnce);
    }
    return new Calls(retry, atOnce);
  }

  /// Makes a call for each of the batches.
  ///
  /// @param work what is tried, such as `readings to UnicornSensorData`
  public <T> Progress<T> run(
      String work, List<List<T>> batches, Deadline deadline, Retry.Attempt<T> attempt) {
    return atOnce == 0 || batches.size() < 2
        ? inTurn(work, batches, deadline, attempt)
        : together(work, batches, deadline, attempt);
  }

  private <T> Progress<T> inTurn(
      String work, List<List<T>> batches, Deadline deadline, Retry.Attempt<T> attempt) {
    var progress = new Progress<T>(List.of(), 0, null);
    for (var batch : batches) {
      progress =
          progress.and(
              progress.failure() == null
                  ? call(work, batch, deadline, attempt)
                  : new Progress<>(batch, 0, null));
    }
    return progress;
  }

  private <T> Progress<T> together(
      String work, List<List<T>> batches, Deadline deadline, Retry.Attempt<T> attempt) {
    var calls =
        batches.stream()
            .<Callable<Progress<T>>>map(batch -> () -> call(work, batch, deadline, attempt))
            .toList();
    try (var threads = Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory())) {
      return threads.invokeAll(calls).stream()
          .map(Calls::result)
          .reduce(new Progress<>(List.of(), 0, null), Progress::and);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var all = batches.stream().flatMap(List::stream).toList();
      return new Progress<>(all, 0, new RetryableException(work + ": interrupted", e));
    }
  }

  /// A call that is refused leaves all of its items.
  private <T> Progress<T> call(
      String work, List<T> batch, Deadline deadline, Retry.Attempt<T> attempt) {
    try {
      var result = retry.run(batch, deadline, attempt);
      return new Progress<>(
          result.left(), result.retries(), result.left().isEmpty() ? null : result.failure(work));
    } catch (PipelineException e) {
      return new Progress<>(batch, 0, e);
    }
  }

  private static <T> Progress<T> result(Future<Progress<T>> call) {
    try {
      return call.get();
    } catch (InterruptedException e) {
      throw new IllegalStateException("all calls had ended", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
