package dev.millrace.cli.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// All that one reading of an input gives.
record Inputs<T>(List<T> read, List<String> malformed) {

  static <T> Inputs<T> of(Input<T> input) throws IOException {
    var read = new ArrayList<T>();
    var malformed = new ArrayList<String>();
    input.forEach(read::add, line -> malformed.add(line.toString()));
    return new Inputs<>(read, malformed);
  }

  static Path file(Path directory, String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
