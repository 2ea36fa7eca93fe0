package dev.millrace.local.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a function's answer says to its mapping.
sealed interface Answer {

  /// `null`, an empty string, an empty array, or no content at all.
  record Blank() implements Answer {}

  /// A JSON object.
  ///
  /// @param state the text of member `state`; null if there is none that counts
  /// @param failures the `itemIdentifier`s of `batchItemFailures`, if they count
  /// @param isEmpty whether no member has a value
  record Members(@Nullable String state, List<String> failures, boolean isEmpty)
      implements Answer {}

  /// Neither; or its members are not of the form that Lambda documents.
  record Malformed(String reason) implements Answer {}

  /// Reads an answer. The state's text is kept as the function wrote it.
  ///
  /// @param reports whether `batchItemFailures` means something; else it is not looked at
  /// @param windowed whether `state` means something; else it is not looked at
  static Answer parse(byte[] payload, boolean reports, boolean windowed) {
    try (var json = JsonMapper.shared().createParser(payload)) {
      var answer = new Reader(json, payload, reports, windowed).answer();
      return json.nextToken() == null ? answer : new Malformed("more than one JSON value");
    } catch (JacksonException e) {
      return new Malformed("not JSON: " + e.getOriginalMessage());
    }
  }

  /// Reads the members one by one.
  final class Reader {

    private final JsonParser json;
    private final byte[] payload;
    private final boolean reports;
    private final boolean windowed;
    private @Nullable String state;
    private List<String> failures = List.of();
    private Optional<String> fault = Optional.empty();
    private boolean isEmpty = true;

    private Reader(JsonParser json, byte[] payload, boolean reports, boolean windowed) {
      this.json = json;
      this.payload = payload;
      this.reports = reports;
      this.windowed = windowed;
    }

    private Answer answer() {
      var token = json.nextToken();
      if (token == null || token == JsonToken.VALUE_NULL) {
        return new Blank();
      }
      return switch (token) {
        case START_OBJECT -> members();
        case VALUE_STRING -> json.getString().isEmpty() ? new Blank() : new Malformed("a string");
        case START_ARRAY ->
            json.<JsonNode>readValueAsTree().isEmpty() ? new Blank() : new Malformed("an array");
        default -> new Malformed("a scalar");
      };
    }

    private Answer members() {
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        var name = json.currentName();
        if (json.nextToken() == JsonToken.VALUE_NULL) {
          continue;
        }
        isEmpty = false;
        if (windowed && name.equals("state")) {
          state();
        } else if (reports && name.equals("batchItemFailures")) {
          failures(json.readValueAsTree());
        } else {
          json.skipChildren();
        }
      }
      return fault
          .<Answer>map(Malformed::new)
          .orElseGet(() -> new Members(state, failures, isEmpty));
    }

    private void state() {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        fault = Optional.of("state is not an object");
        json.skipChildren();
        return;
      }
      var from = (int) json.currentTokenLocation().getByteOffset();
      json.skipChildren();
      var to = (int) json.currentLocation().getByteOffset();
      state = new String(payload, from, to - from, java.nio.charset.StandardCharsets.UTF_8);
    }

    private void failures(JsonNode items) {
      if (!items.isArray()) {
        fault = Optional.of("batchItemFailures is not an array");
        return;
      }
      var identifiers = new ArrayList<String>();
      for (var item : items) {
        var identifier = item.get("itemIdentifier");
        if (identifier == null || !identifier.isString()) {
          fault = Optional.of("an entry of batchItemFailures has no string itemIdentifier");
          return;
        }
        identifiers.add(identifier.stringValue());
      }
      failures = List.copyOf(identifiers);
    }
  }
}
