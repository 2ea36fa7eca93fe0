package dev.millrace.cli.query;

import dev.millrace.local.firehose.format.HiveType;
import dev.millrace.local.firehose.format.HiveType.Simple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Lines of JSON, made such that their keys are the table's columns.
///
/// Keys are compared without regard to case, unless the OpenX SerDe says otherwise, and so are
/// those of structs. A whole number for a time stamp counts milliseconds.
///
/// @param keys the columns by the keys that hold them
/// @param skipsMalformed whether a line that is no JSON is a row of nulls
record JsonLines(
    TableName table,
    HiveType.Struct row,
    Map<String, String> keys,
    boolean anyCase,
    boolean dotsToUnderscores,
    boolean skipsMalformed)
    implements LineFormat {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String MAPPING = "mapping.";
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  /// @throws QueryException if a setting is not supported
  static JsonLines of(
      TableName table,
      String library,
      Map<String, String> settings,
      List<HiveType.Column> columns) {
    var openX = library.startsWith("org.openx.");
    var rest = new HashMap<>(settings);
    var keys = new HashMap<String, String>();
    var anyCase = !openX || flag(rest, "case.insensitive", true);
    if (openX) {
      settings.forEach((name, key) -> {
        if (name.startsWith(MAPPING)) {
          rest.remove(name);
          keys.put(
              anyCase ? key.toLowerCase(Locale.ROOT) : key,
              name.substring(MAPPING.length()).toLowerCase(Locale.ROOT));
        }
      });
    }
    var dots = openX && flag(rest, "dots.in.keys", false);
    var skips = openX && flag(rest, "ignore.malformed.json", false);
    rest.remove("paths");
    RowFormat.refuseOthers(table, rest, Set.of());
    return new JsonLines(table, new HiveType.Struct(columns), keys, anyCase, dots, skips);
  }

  private static boolean flag(Map<String, String> settings, String name, boolean otherwise) {
    var value = settings.remove(name);
    return value == null ? otherwise : Boolean.parseBoolean(value);
  }

  @Override
  public String rewritten(String line) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JacksonException e) {
      if (skipsMalformed) {
        return "{}";
      }
      throw new QueryException("no JSON: " + e.getOriginalMessage(), e);
    }
    if (!(node instanceof ObjectNode object)) {
      throw new QueryException("must be a JSON object, was " + node.getNodeType());
    }
    return JSON.writeValueAsString(named(renamed(object), row));
  }

  private ObjectNode renamed(ObjectNode object) {
    var renamed = JSON.createObjectNode();
    object
        .properties()
        .forEach(each -> {
          var key = anyCase ? each.getKey().toLowerCase(Locale.ROOT) : each.getKey();
          var name = keys.getOrDefault(key, dotsToUnderscores ? key.replace('.', '_') : key);
          renamed.set(name, each.getValue());
        });
    return renamed;
  }

  private JsonNode named(JsonNode value, HiveType type) {
    return switch (type) {
      case HiveType.Struct struct when value instanceof ObjectNode object -> struct(object, struct);
      case HiveType.Array array when value.isArray() -> {
        var items = JSON.createArrayNode();
        value.forEach(item -> items.add(named(item, array.element())));
        yield items;
      }
      case HiveType.Map map when value instanceof ObjectNode object -> {
        var entries = JSON.createObjectNode();
        object
            .properties()
            .forEach(each -> entries.set(each.getKey(), named(each.getValue(), map.value())));
        yield entries;
      }
      case Simple simple when simple == Simple.TIMESTAMP && value.isIntegralNumber() ->
          JSON.getNodeFactory().stringNode(TIMESTAMP.format(Instant.ofEpochMilli(value.asLong())));
      default -> value;
    };
  }

  private ObjectNode struct(ObjectNode object, HiveType.Struct struct) {
    var types =
        struct.fields().stream()
            .collect(Collectors.toMap(field -> folded(field.name()), HiveType.Column::type));
    var result = JSON.createObjectNode();
    object
        .properties()
        .forEach(each -> {
          var type = types.get(folded(each.getKey()));
          if (type != null) {
            result.set(folded(each.getKey()), named(each.getValue(), type));
          }
        });
    return result;
  }

  private static String folded(String key) {
    return key.toLowerCase(Locale.ROOT);
  }
}
