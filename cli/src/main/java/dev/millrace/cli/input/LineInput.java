package dev.millrace.cli.input;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A file whose lines are read one by one; blank lines are skipped.
final class LineInput<T> implements Input<T> {

  private final Path file;
  private final String what;
  private final boolean header;
  private final LineParser<T> parser;

  /// Opens nothing yet.
  ///
  /// @param header whether the first line holds the names of columns
  LineInput(Path file, String what, boolean header, LineParser<T> parser) {
    this.file = file;
    this.what = what;
    this.header = header;
    this.parser = parser;
  }

  @Override
  public String description() {
    return what + " of " + file;
  }

  @Override
  public void whileWanted(Predicate<? super T> each, Consumer<Malformed> malformed)
      throws IOException {
    try (var lines = Lines.of(file)) {
      var wanted = true;
      for (var next = lines.next(); wanted && next.isPresent(); next = lines.next()) {
        var line = next.get();
        if (!(header && line.number() == 1) && !line.isBlank()) {
          wanted = read(line, each, malformed);
        }
      }
    }
  }

  private boolean read(Lines.Line line, Predicate<? super T> each, Consumer<Malformed> malformed) {
    T parsed;
    try {
      parsed = parser.parse(line);
    } catch (MalformedLineException e) {
      malformed.accept(new Malformed(file, line.number(), String.valueOf(e.getMessage())));
      return true;
    }
    return each.test(parsed);
  }

  /// What reads one line.
  @FunctionalInterface
  interface LineParser<T> {
    T parse(Lines.Line line) throws MalformedLineException;
  }
}
