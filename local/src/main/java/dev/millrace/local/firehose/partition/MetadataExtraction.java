package dev.millrace.local.firehose.partition;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/// The processor `MetadataExtraction`: a jq query that makes an object of partition keys out of
/// each record.
///
/// Deviates from AWS: the error messages are ours, AWS does not document its own.
public final class MetadataExtraction {

  private static final String ENGINE = "JQ-1.6";

  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .build()
          .reader();

  private final String text;
  private final JsonQuery query;
  private final Scope scope;

  private MetadataExtraction(String text, JsonQuery query) {
    this.text = text;
    this.query = query;
    this.scope = Scope.newEmptyScope();
    BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
    JqTime.addTo(scope);
  }

  /// Checks the processor's parameters.
  ///
  /// @throws PartitionException if the query is not jq, or the engine is none we have
  public static MetadataExtraction of(String query, String engine) {
    if (!engine.equals(ENGINE)) {
      throw new PartitionException("JsonParsingEngine must be %s, was '%s'", ENGINE, engine);
    }
    try {
      return new MetadataExtraction(query, JsonQuery.compile(query, Versions.JQ_1_6));
    } catch (JsonQueryException e) {
      throw new PartitionException(
          "MetadataExtractionQuery must be a jq 1.6 query such as {day: .date}, was '%s': %s",
          query, e.getMessage());
    }
  }

  /// The query.
  public String text() {
    return text;
  }

  /// Whether the query can make a key, as far as that can be told from its text.
  public boolean mayMake(String key) {
    return QueryKeys.of(text).map(keys -> keys.contains(key)).orElse(true);
  }

  /// Finds the keys of a record.
  public Extracted extract(byte[] record) {
    try {
      var tree = READER.readTree(record);
      if (!tree.isObject()) {
        return new Extracted.Failed("The record must be one JSON object.");
      }
      var found = new ArrayList<JsonNode>();
      query.apply(Scope.newChildScope(scope), tree, found::add);
      return keys(found);
    } catch (JsonQueryException e) {
      return new Extracted.Failed("The query failed: " + e.getMessage());
    } catch (JsonProcessingException e) {
      return new Extracted.Failed("The record is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      return new Extracted.Failed("The record is not JSON: " + e.getMessage());
    }
  }

  private static Extracted keys(List<JsonNode> found) {
    if (found.size() != 1 || !found.getFirst().isObject()) {
      return new Extracted.Failed(
          "The query must give one object, gave " + found.size() + " values: " + found);
    }
    var keys = new HashMap<String, String>();
    for (var property : found.getFirst().properties()) {
      var value = property.getValue();
      if (value.isContainerNode() || value.isNull() || value.asText().isEmpty()) {
        return new Extracted.Failed(
            "The partition key '%s' must be text, a number or a boolean, was %s"
                .formatted(property.getKey(), value));
      }
      keys.put(property.getKey(), value.asText());
    }
    return new Extracted.Keys(keys);
  }
}
