package dev.millrace.local.mapping;

import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.util.RawValue;

/// Reads a filter pattern and refuses what Lambda's filters do not know.
///
/// Of a name that is given twice the last one counts. Numbers keep the form they were written in.
///
/// Deviates from AWS: a field that no record of the source has at its top is refused, because the
/// filter could not do what it seems to. Which `anything-but` forms Lambda takes is not published;
/// those of EventBridge are allowed except `wildcard` and `cidr`.
final class FilterSyntax {

  /// Most alternatives that `$or` may multiply to; EventBridge has the same limit.
  static final int MOST_ALTERNATIVES = 1000;

  private static final int MOST_CHARACTERS = 4096;
  private static final String OR = "$or";
  private static final String ANYTHING_BUT = "anything-but";
  private static final Set<String> OPERATORS =
      Set.of(ANYTHING_BUT, "numeric", "exists", "prefix", "suffix", "equals-ignore-case");
  private static final Set<String> NESTED_OPERATORS =
      Set.of("prefix", "suffix", "equals-ignore-case");
  private static final List<String> KINESIS_FIELDS =
      List.of(
          "data",
          "partitionKey",
          "sequenceNumber",
          "approximateArrivalTimestamp",
          "kinesisSchemaVersion",
          "eventID",
          "eventName",
          "eventSource",
          "eventSourceARN",
          "eventVersion",
          "awsRegion",
          "invokeIdentityArn");
  private static final List<String> DYNAMODB_FIELDS =
      List.of(
          "dynamodb",
          "eventID",
          "eventName",
          "eventSource",
          "eventSourceARN",
          "eventVersion",
          "awsRegion",
          "userIdentity");

  private final StreamArn.Kind kind;

  private FilterSyntax(StreamArn.Kind kind) {
    this.kind = kind;
  }

  /// The pattern, known to be well-formed except for the values of operators.
  ///
  /// @throws IllegalArgumentException saying what is wrong
  static JsonNode read(String pattern, StreamArn.Kind kind) {
    if (pattern.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "a pattern must have at most %d characters, had %d"
              .formatted(MOST_CHARACTERS, pattern.length()));
    }
    var tree = tree(pattern);
    if (!tree.isObject()) {
      throw new IllegalArgumentException("a pattern must be a JSON object");
    }
    var alternatives = new FilterSyntax(kind).fields(tree, "");
    if (alternatives > MOST_ALTERNATIVES) {
      throw new IllegalArgumentException(
          "a pattern's $or and numbers must multiply to at most %d alternatives"
              .formatted(MOST_ALTERNATIVES));
    }
    return tree;
  }

  private static JsonNode tree(String pattern) {
    try (var json = JsonMapper.shared().createParser(pattern)) {
      if (json.nextToken() == null) {
        throw new IllegalArgumentException("a pattern must be a JSON object");
      }
      var tree = tree(json);
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("a pattern must be one JSON object, but more follows");
      }
      return tree;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("a pattern must be JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static JsonNode tree(JsonParser json) {
    var nodes = JsonNodeFactory.instance;
    return switch (json.currentToken()) {
      case START_OBJECT -> {
        var object = nodes.objectNode();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          var name = json.currentName();
          json.nextToken();
          object.set(name, tree(json));
        }
        yield object;
      }
      case START_ARRAY -> {
        var array = nodes.arrayNode();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          array.add(tree(json));
        }
        yield array;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          nodes.rawValueNode(new RawValue(json.getString()));
      case VALUE_STRING -> nodes.stringNode(json.getString());
      case VALUE_TRUE -> nodes.booleanNode(true);
      case VALUE_FALSE -> nodes.booleanNode(false);
      default -> nodes.nullNode();
    };
  }

  private static boolean isNumber(JsonNode value) {
    return value.isPojo();
  }

  // ---- each of these says how many alternatives a part stands for, or a bit more than the limit

  private int fields(JsonNode object, String path) {
    if (object.isEmpty()) {
      throw wrong(path, "must not be an empty object");
    }
    var product = 1;
    for (var field : object.properties()) {
      var name = field.getKey();
      var here = path + "/" + name;
      if (name.equals(OR)) {
        product = limited(product * or(field.getValue(), path, here));
      } else {
        if (path.isEmpty()) {
          checkTop(name);
        }
        product = limited(product * field(field.getValue(), here));
      }
    }
    return product;
  }

  private int or(JsonNode alternatives, String path, String here) {
    if (!alternatives.isArray() || alternatives.size() < 2) {
      throw wrong(here, "must be an array of two or more patterns");
    }
    var sum = 0;
    for (var alternative : alternatives) {
      if (!alternative.isObject()) {
        throw wrong(here, "must be an array of two or more patterns, one was " + alternative);
      }
      sum = limited(sum + fields(alternative, path));
    }
    return sum;
  }

  private int field(JsonNode value, String path) {
    if (value.isObject()) {
      return fields(value, path);
    }
    if (!value.isArray()) {
      throw wrong(path, "must be an object or an array of values to match, was " + value);
    }
    if (kind == StreamArn.Kind.KINESIS && path.equals("/data")) {
      throw wrong(path, "must be an object whose names are those of the record's JSON data");
    }
    return values(value, path);
  }

  private static int values(JsonNode values, String path) {
    if (values.isEmpty()) {
      throw wrong(path, "must not be an empty array");
    }
    var numbers = false;
    var others = false;
    for (var value : values) {
      if (value.isObject()) {
        checkOperator(value, path);
        others = true;
      } else if (value.isArray()) {
        throw wrong(path, "must hold values and operators, no array, was " + value);
      }
      numbers |= isNumber(value);
    }
    return numbers && others ? 2 : 1;
  }

  private static void checkOperator(JsonNode operator, String path) {
    var name = checkedName(operator, OPERATORS, "operator ", path);
    var value = operator.get(name);
    if (name.equals(ANYTHING_BUT) && value.isObject()) {
      checkedName(value, NESTED_OPERATORS, "operator anything-but ", path);
    }
    if (NESTED_OPERATORS.contains(name) && !value.isString()) {
      throw wrong(path, "operator " + name + " must have a string, had " + value);
    }
  }

  private static String checkedName(
      JsonNode operator, Set<String> allowed, String what, String path) {
    if (operator.size() != 1) {
      throw wrong(path, "must hold operators of one name each, was " + operator);
    }
    var name = operator.propertyNames().iterator().next();
    if (!allowed.contains(name)) {
      throw wrong(path, what + name + " is not supported");
    }
    return name;
  }

  private void checkTop(String name) {
    var known =
        switch (kind) {
          case KINESIS -> KINESIS_FIELDS;
          case DYNAMODB -> DYNAMODB_FIELDS;
        };
    if (!known.contains(name)) {
      throw wrong("/" + name, "is no field of a record; there are " + String.join(", ", known));
    }
  }

  private static int limited(int alternatives) {
    return Math.min(alternatives, MOST_ALTERNATIVES + 1);
  }

  private static IllegalArgumentException wrong(String path, String rule) {
    return new IllegalArgumentException((path.isEmpty() ? "the pattern" : path) + " " + rule);
  }
}
