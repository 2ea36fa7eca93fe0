package dev.millrace.local.mapping;

import dev.millrace.local.mapping.StreamSignals.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One mapping as it stands; replaced as a whole with every change.
///
/// @param lasting whether `restore` makes it again
/// @param position where it stands while it is disabled; none if it never read
record Slot(
    MappingConfig config,
    MappingState state,
    boolean lasting,
    Instant modified,
    Tally tally,
    Optional<Running> running,
    Optional<Position> position) {

  /// A mapping that reads, and how it hears of new records.
  record Running(Mapping mapping, Subscription subscription) {}

  static Slot creating(MappingConfig config, boolean lasting, Instant modified) {
    return new Slot(
        config,
        MappingState.CREATING,
        lasting,
        modified,
        new Tally(),
        Optional.empty(),
        Optional.empty());
  }

  Slot in(MappingState next) {
    return new Slot(config, next, lasting, modified, tally, running, position);
  }

  Slot updated(MappingConfig next, boolean enabled, Instant now) {
    if (!next.streamArn().equals(config.streamArn())) {
      throw new IllegalArgumentException(
          "eventSourceArn of mapping %s cannot be changed from %s, was %s"
              .formatted(config.uuid(), config.streamArn(), next.streamArn()));
    }
    var changing =
        enabled == (state == MappingState.ENABLED)
            ? MappingState.UPDATING
            : enabled ? MappingState.ENABLING : MappingState.DISABLING;
    return new Slot(next, changing, lasting, now, tally, running, position);
  }

  Slot enabled(Running now) {
    return new Slot(
        config, MappingState.ENABLED, lasting, modified, tally, Optional.of(now), Optional.empty());
  }

  Slot disabled(Optional<Position> at) {
    return new Slot(config, MappingState.DISABLED, lasting, modified, tally, Optional.empty(), at);
  }

  SavedMapping saved(boolean enabled, Optional<Position> at) {
    return new SavedMapping(config, modified, enabled, lasting, at);
  }

  boolean isBusy() {
    return !state.isSettled() || running.map(each -> each.mapping().isBusy()).orElse(false);
  }

  MappingView view() {
    return new MappingView(config, state, modified, tally.lastResult());
  }

  MappingDetail detail() {
    var lanes = running.map(each -> each.mapping().lanes()).orElse(List.of());
    return new MappingDetail(config, status(), lanes);
  }

  MappingStatus status() {
    return running
        .map(each -> each.mapping().status(state.text()))
        .orElseGet(() -> tally.status(config, state.text(), false));
  }
}
