package dev.millrace.local.firehose;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `ProcessingConfiguration` as it is on the wire.
record ProcessingConfiguration(@Nullable Boolean enabled, @Nullable List<Processor> processors) {

  static final ProcessingConfiguration NONE = new ProcessingConfiguration(false, List.of());

  record Processor(String type, @Nullable List<Parameter> parameters) {}

  record Parameter(String parameterName, String parameterValue) {}
}
