package dev.millrace.local.mapping.api;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The members of a JSON object in a request; null counts as missing.
///
/// @param path where the object is, for errors; ends with a dot unless empty
record Body(JsonNode members, String path) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  static Body parse(byte[] json) {
    try {
      var members = JSON.readTree(json);
      if (!members.isObject()) {
        throw Refusal.unreadable("must be an object");
      }
      return new Body(members, "");
    } catch (JacksonException e) {
      throw Refusal.unreadable(e.getOriginalMessage());
    }
  }

  /// Refuses members that are not among the known ones.
  void refuseOthers(Set<String> known) {
    for (var name : members.propertyNames()) {
      if (!known.contains(name) && !members.get(name).isNull()) {
        throw Refusal.notSupported(path + name);
      }
    }
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  Optional<String> text(String name) {
    return member(name)
        .map(value -> {
          if (!value.isString()) {
            throw Refusal.wrongType(path + name, "a string", value);
          }
          return value.asString();
        });
  }

  Optional<Boolean> flag(String name) {
    return member(name)
        .map(value -> {
          if (!value.isBoolean()) {
            throw Refusal.wrongType(path + name, "true or false", value);
          }
          return value.asBoolean();
        });
  }

  /// A whole number within a range.
  OptionalInt number(String name, int least, int most) {
    var given = member(name);
    if (given.isEmpty()) {
      return OptionalInt.empty();
    }
    var value = given.get();
    if (!value.isIntegralNumber()) {
      throw Refusal.wrongType(path + name, "a whole number", value);
    }
    var quoted = "'" + value.asString() + "'";
    var number = value.bigIntegerValue();
    if (number.compareTo(BigInteger.valueOf(least)) < 0) {
      throw Refusal.constraint(
          quoted, name(name), "Member must have value greater than or equal to " + least);
    }
    if (number.compareTo(BigInteger.valueOf(most)) > 0) {
      throw Refusal.constraint(
          quoted, name(name), "Member must have value less than or equal to " + most);
    }
    return OptionalInt.of(number.intValueExact());
  }

  /// Seconds since 1970, or an ISO-8601 time, as people write them by hand.
  Optional<Instant> time(String name) {
    return member(name)
        .map(value -> {
          if (value.isNumber()) {
            return instant(value.decimalValue());
          }
          try {
            return Instant.parse(value.asString());
          } catch (RuntimeException _) {
            throw Refusal.wrongType(path + name, "seconds since 1970", value);
          }
        });
  }

  private static Instant instant(BigDecimal seconds) {
    return Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
  }

  Optional<List<String>> texts(String name) {
    return member(name)
        .map(value -> {
          if (!value.isArray() || !value.valueStream().allMatch(JsonNode::isString)) {
            throw Refusal.wrongType(path + name, "a list of strings", value);
          }
          return value.valueStream().map(JsonNode::asString).toList();
        });
  }

  Optional<Body> object(String name) {
    return member(name)
        .map(value -> {
          if (!value.isObject()) {
            throw Refusal.wrongType(path + name, "an object", value);
          }
          return new Body(value, path + name + ".");
        });
  }

  Optional<List<Body>> objects(String name) {
    return member(name)
        .map(value -> {
          if (!value.isArray() || !value.valueStream().allMatch(JsonNode::isObject)) {
            throw Refusal.wrongType(path + name, "a list of objects", value);
          }
          return value.valueStream().map(each -> new Body(each, path + name + ".")).toList();
        });
  }

  private Optional<JsonNode> member(String name) {
    return Optional.ofNullable(members.get(name)).filter(value -> !value.isNull());
  }

  /// As Lambda names members in errors.
  static String name(String member) {
    return Character.toLowerCase(member.charAt(0)) + member.substring(1);
  }
}
