package dev.millrace.fleet.kinesis;

/// Bytes that can never be read, however often they are.
public final class MalformedException extends Exception {

  public MalformedException(String reason) {
    super(reason, null, false, false);
  }
}
