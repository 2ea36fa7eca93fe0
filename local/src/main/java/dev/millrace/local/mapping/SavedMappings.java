package dev.millrace.local.mapping;

import java.util.List;
import java.util.Optional;

/// What a store knows of mappings.
final class SavedMappings {

  private final PositionStore store;

  SavedMappings(PositionStore store) {
    this.store = store;
  }

  /// Those that are to be made again.
  ///
  /// @throws java.io.UncheckedIOException naming the place of what cannot be read
  /// @throws IllegalArgumentException naming the place of what cannot be understood
  List<SavedMapping> lasting() {
    return store.uuids().stream()
        .flatMap(uuid -> find(uuid).stream())
        .filter(SavedMapping::lasting)
        .toList();
  }

  /// Where a mapping stands; empty if it never read.
  ///
  /// @throws IllegalArgumentException if the mapping of that uuid has another stream or function
  Optional<Position> position(MappingConfig config) {
    var found = find(config.uuid());
    found.ifPresent(saved -> checkSame(saved.config(), config));
    return found.flatMap(SavedMapping::position);
  }

  void save(SavedMapping mapping) {
    store.save(mapping.config().uuid(), mapping::toJson);
  }

  /// Forgets a mapping; without effect if it is not known.
  ///
  /// @throws java.io.UncheckedIOException naming the place if it cannot be removed
  void remove(String uuid) {
    store.remove(uuid);
  }

  private Optional<SavedMapping> find(String uuid) {
    return store.load(uuid).map(json -> SavedMapping.parse(json, store.place(uuid)));
  }

  private void checkSame(MappingConfig saved, MappingConfig config) {
    if (!saved.streamArn().equals(config.streamArn())
        || !saved.functionArn().equals(config.functionArn())) {
      throw new IllegalArgumentException(
          "mapping %s must go on with stream %s and function %s, as %s says, was stream %s and function %s"
              .formatted(
                  config.uuid(),
                  saved.streamArn(),
                  saved.functionArn(),
                  store.place(config.uuid()),
                  config.streamArn(),
                  config.functionArn()));
    }
  }
}
