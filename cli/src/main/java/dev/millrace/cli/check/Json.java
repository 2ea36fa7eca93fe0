package dev.millrace.cli.check;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON with exact numbers.
final class Json {

  private static final JsonMapper EXACT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  static ObjectNode object() {
    return EXACT.createObjectNode();
  }

  /// @throws tools.jackson.core.JacksonException if it is not JSON
  static JsonNode parse(byte[] json) {
    return EXACT.readTree(json);
  }

  static JsonNode parse(String json) {
    return EXACT.readTree(json);
  }
}
