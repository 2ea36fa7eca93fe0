package dev.millrace.local.firehose;

/// Takes batches to where they go.
interface Sink {

  /// Delivers a batch; if it throws, the same batch comes again later.
  void store(Batch batch);

  /// Where a batch goes, for the operator.
  String place(Batch batch);
}
