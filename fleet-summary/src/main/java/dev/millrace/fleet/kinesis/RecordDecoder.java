package dev.millrace.fleet.kinesis;

import java.io.Serializable;

/// Turns the bytes of a user record into a value.
public interface RecordDecoder<T> extends Serializable {

  /// Where values go.
  interface Output<T> {

    /// Takes one value.
    ///
    /// @param eventTime when it happened, in milliseconds since 1970
    void collect(T value, long eventTime);
  }

  /// Reads one user record.
  ///
  /// @throws MalformedException if the record is to be skipped; nothing was collected
  void decode(byte[] data, Output<T> out) throws MalformedException;
}
