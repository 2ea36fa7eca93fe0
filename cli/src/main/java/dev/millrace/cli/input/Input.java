package dev.millrace.cli.input;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The input of one pipeline, read from front to back and never held as a whole.
///
/// @param <T> what is read
public interface Input<T> {

  /// Where the input is from, in one line for the user.
  String description();

  /// Hands each input to `each`, in order, until that wants no more. A line that cannot be read
  /// goes to `malformed` instead.
  ///
  /// @throws IOException if the file can no longer be read
  void whileWanted(Predicate<? super T> each, Consumer<Malformed> malformed) throws IOException;

  /// Hands all inputs to `each`, as above.
  ///
  /// @throws IOException if the file can no longer be read
  default void forEach(Consumer<? super T> each, Consumer<Malformed> malformed) throws IOException {
    whileWanted(
        input -> {
          each.accept(input);
          return true;
        },
        malformed);
  }

  /// An input without any record.
  static <T> Input<T> none() {
    return new Input<>() {
      @Override
      public String description() {
        return "none";
      }

      @Override
      public void whileWanted(Predicate<? super T> each, Consumer<Malformed> malformed) {}
    };
  }
}
