package dev.millrace.cli.input;

/// One line cannot be read; the rest of the file can.
final class MalformedLineException extends Exception {

  MalformedLineException(String reason) {
    super(reason);
  }
}
