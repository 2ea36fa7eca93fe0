package dev.millrace.common;

/// Where poison records are kept, with their bytes, so that a stream may go on without them.
@FunctionalInterface
public interface Quarantine {

  /// Keeps nothing: poison stops its batch, and Lambda's limits and failure destination decide.
  Quarantine NONE =
      (poison, _) -> {
        throw poison.exception();
      };

  /// Keeps a record for good. Once this returns, the record counts as done.
  ///
  /// A record that comes again takes the place of its earlier copy.
  ///
  /// @return how many calls had to be made again
  /// @throws PipelineException if the record is not kept: its batch stops there
  int keep(PoisonRecord poison, Deadline deadline);
}
