package dev.millrace.local.faults;

/// A file of faults cannot be used; the message is for whoever wrote it.
public final class FaultFileException extends RuntimeException {

  FaultFileException(String message) {
    super(message);
  }

  FaultFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
