package dev.millrace.cli.input;

import java.nio.file.Path;

/// A line of input that cannot be read; it is reported and left out.
///
/// @param file the file as the user named it
/// @param line counted from 1
/// @param reason what is wrong, with the value
public record Malformed(Path file, long line, String reason) {

  @Override
  public String toString() {
    return file + ":" + line + ": " + reason;
  }
}
