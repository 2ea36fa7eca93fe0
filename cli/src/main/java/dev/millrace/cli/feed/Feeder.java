package dev.millrace.cli.feed;

import java.util.function.Function;

/// What writes records to a service, many per call.
///
/// @param <T> a record
public interface Feeder<T> {

  /// Takes a record; sends when enough have come together.
  ///
  /// @throws FeedException if the service does not take what is sent
  void send(T record);

  /// Sends what has come together.
  ///
  /// @throws FeedException if the service does not take it
  void flush();

  /// The same for what can be made into such records.
  default <S> Feeder<S> from(Function<? super S, ? extends T> maker) {
    var target = this;
    return new Feeder<>() {
      @Override
      public void send(S source) {
        target.send(maker.apply(source));
      }

      @Override
      public void flush() {
        target.flush();
      }
    };
  }
}
