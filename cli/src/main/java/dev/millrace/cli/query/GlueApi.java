package dev.millrace.cli.query;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Glue's API, wherever it answers.
@FunctionalInterface
public interface GlueApi {

  /// Calls an action.
  ///
  /// @param action such as `GetTable`
  /// @return its answer; nothing if there is no such database or table
  Optional<JsonNode> call(String action, Map<String, String> parameters)
      throws InterruptedException;
}
