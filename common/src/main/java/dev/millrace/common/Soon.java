package dev.millrace.common;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// What is made on another core while a function starts, and waited for where it is needed.
public final class Soon<T> implements Supplier<T> {

  private final FutureTask<T> making;

  private Soon(FutureTask<T> making) {
    this.making = making;
  }

  /// Begins to make it.
  public static <T> Soon<T> of(Supplier<T> maker) {
    var making = new FutureTask<T>(maker::get);
    Thread.ofPlatform().daemon().name("soon").start(making);
    return new Soon<>(making);
  }

  /// Waits until it is made. What went wrong is thrown whenever somebody asks.
  @Override
  public T get() {
    try {
      return making.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RetryableException("interrupted while the function starts", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
