package dev.millrace.cli.input;

import java.io.IOException;
import java.util.function.Consumer;

/// The input of one pipeline, read from front to back and never held as a whole.
///
/// @param <T> what is read
public interface Input<T> {

  /// Where the input is from, in one line for the user.
  String description();

  /// Hands each input to `each`, in order. A line that cannot be read goes to `malformed` instead.
  ///
  /// @throws IOException if the file can no longer be read
  void forEach(Consumer<? super T> each, Consumer<Malformed> malformed) throws IOException;

  /// An input without any record.
  static <T> Input<T> none() {
    return new Input<>() {
      @Override
      public String description() {
        return "none";
      }

      @Override
      public void forEach(Consumer<? super T> each, Consumer<Malformed> malformed) {}
    };
  }
}
