package dev.millrace.local.mapping;

import java.time.Instant;

/// A mapping as the Lambda API shows it.
///
/// @param config its settings, the new ones as soon as an update is accepted
/// @param state what it is doing
/// @param lastModified when it was created or last updated, by the stack's clock
/// @param lastProcessingResult as in `MappingStatus`
public record MappingView(
    MappingConfig config, MappingState state, Instant lastModified, String lastProcessingResult) {}
