package dev.millrace.local.iam;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Policies that come as JSON.
final class Documents {

  private Documents() {}

  /// @param statements of the policy
  static Policy policy(JsonNode statements, String path) {
    var plain = JsonMapper.shared().treeToValue(statements, List.class);
    return Policy.of(Map.of("Statement", plain), path);
  }
}
