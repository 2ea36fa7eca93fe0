package dev.millrace.common;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What became of something that had to be read.
///
/// @param <T> what it holds when it can be read
public sealed interface Decoded<T extends @Nullable Object> {

  /// It was read.
  record Valid<T extends @Nullable Object>(T value) implements Decoded<T> {}

  /// It can never be read, however often it is delivered.
  record Malformed<T extends @Nullable Object>(String reason) implements Decoded<T> {}

  static <T extends @Nullable Object> Decoded<T> valid(T value) {
    return new Valid<>(value);
  }

  static <T extends @Nullable Object> Decoded<T> malformed(String reason) {
    return new Malformed<>(reason);
  }

  default <U extends @Nullable Object> Decoded<U> map(Function<? super T, ? extends U> step) {
    return flatMap(value -> new Valid<>(step.apply(value)));
  }

  default <U extends @Nullable Object> Decoded<U> flatMap(Function<? super T, Decoded<U>> step) {
    return switch (this) {
      case Valid<T>(var value) -> step.apply(value);
      case Malformed<T>(var reason) -> new Malformed<>(reason);
    };
  }
}
