package dev.millrace.local.mapping;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Keeps one document per mapping: its settings and where it stands in its stream.
///
/// Documents of different mappings may be saved at the same time, those of one mapping never are.
public interface PositionStore {

  /// The document of a mapping, as it was saved last.
  ///
  /// @throws java.io.UncheckedIOException naming the place if it cannot be read
  Optional<String> load(String uuid);

  /// Replaces the document of a mapping: after a crash it is the old one or the new one.
  ///
  /// @param document written when it is asked for, for nobody needs it where nothing is kept
  /// @throws java.io.UncheckedIOException naming the place if it cannot be written
  void save(String uuid, Supplier<String> document);

  /// Forgets a mapping; without effect if it is not known.
  ///
  /// @throws java.io.UncheckedIOException naming the place if it cannot be removed
  void remove(String uuid);

  /// Every mapping that has a document.
  List<String> uuids();

  /// Where a mapping's document is, for errors.
  String place(String uuid);

  /// Keeps nothing.
  static PositionStore none() {
    return new PositionStore() {
      @Override
      public Optional<String> load(String uuid) {
        return Optional.empty();
      }

      @Override
      public void save(String uuid, Supplier<String> document) {}

      @Override
      public void remove(String uuid) {}

      @Override
      public List<String> uuids() {
        return List.of();
      }

      @Override
      public String place(String uuid) {
        return "nowhere";
      }
    };
  }
}
