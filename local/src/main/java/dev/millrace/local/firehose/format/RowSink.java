package dev.millrace.local.firehose.format;

/// Takes rows and makes a file of them.
interface RowSink {

  /// Adds a row.
  ///
  /// @param row a struct; its slots are used again afterwards
  void write(Slot row);

  /// The finished file. Nothing can be written afterwards.
  byte[] finish();
}
