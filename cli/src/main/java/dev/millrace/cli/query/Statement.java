package dev.millrace.cli.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A query as DuckDB parses it.
///
/// @param sql as DuckDB can run it
record Statement(String sql, JsonNode node) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /// @throws QueryException if it is no query, or more than one
  static Statement parse(Connection duck, String sql) {
    var tree = tree(duck, sql);
    if (tree.path("error").asBoolean(false)) {
      throw new QueryException(
          tree.path("error_type").asString("").equals("not implemented")
              ? "only SELECT, WITH, SHOW and DESCRIBE are answered: data cannot be changed"
              : tree.path("error_message").asString(""));
    }
    var statements = tree.path("statements");
    if (statements.size() != 1) {
      throw new QueryException("there must be one statement, were " + statements.size());
    }
    var statement = new Statement(translated(duck, sql, tree), statements.path(0).path("node"));
    if (!statement.nodes("SHOW_REF").isEmpty()) {
      throw new QueryException("SHOW and DESCRIBE must be a statement of their own");
    }
    return statement;
  }

  /// The names of the tables that it reads, one to three parts each.
  List<List<String>> tables() {
    return nodes("BASE_TABLE").stream().map(Statement::path).toList();
  }

  /// The names that it gives to queries of its own.
  Set<String> ownNames() {
    var names = new HashSet<String>();
    walk(
        node,
        each ->
            each.path("cte_map")
                .path("map")
                .forEach(cte -> names.add(folded(cte.path("key").asString("")))));
    return names;
  }

  /// The part of a table's conditions that its partition keys alone decide, as a query of
  /// `partitions`; the empty text if there is none, or if more than one place reads the table.
  String pruning(Connection duck, List<String> table, Set<String> keys) {
    var readers =
        nodes("SELECT_NODE").stream()
            .filter(select -> path(select.path("from_table")).equals(table))
            .toList();
    if (readers.size() != 1 || tables().stream().filter(table::equals).count() != 1) {
      return "";
    }
    var reader = readers.getFirst();
    var alias = folded(reader.path("from_table").path("alias").asString(""));
    var qualifier = alias.isEmpty() ? table.getLast() : alias;
    var conditions = JSON.createArrayNode();
    for (var condition : conditions(reader.path("where_clause"))) {
      if (isOf(condition, qualifier, keys)) {
        conditions.add(unqualified(condition));
      }
    }
    return conditions.isEmpty() ? "" : query(duck, conditions);
  }

  private static String query(Connection duck, ArrayNode conditions) {
    var query = tree(duck, "SELECT part FROM partitions WHERE true");
    var select = (ObjectNode) query.path("statements").path(0).path("node");
    var all = select.putObject("where_clause");
    all.put("class", "CONJUNCTION").put("type", "CONJUNCTION_AND").put("alias", "");
    // DuckDB has no conjunction of one
    all.putArray("children").addAll(conditions).add(conditions.path(0));
    return text(duck, query);
  }

  private static String translated(Connection duck, String sql, JsonNode tree) {
    var translations = new ArrayList<JsonNode>();
    walk(
        tree,
        each -> {
          if (DatePatterns.translate(each)) {
            translations.add(each);
          }
        });
    return translations.isEmpty() ? sql : text(duck, tree);
  }

  private static String text(Connection duck, JsonNode tree) {
    try (var statement = duck.prepareStatement("SELECT json_deserialize_sql(?::JSON)")) {
      statement.setString(1, JSON.writeValueAsString(tree));
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB does not take its own tree: " + tree, e);
    }
  }

  private static List<JsonNode> conditions(JsonNode where) {
    if (!where.isObject()) {
      return List.of();
    }
    return where.path("type").asString("").equals("CONJUNCTION_AND")
        ? List.copyOf(where.path("children").values())
        : List.of(where);
  }

  /// Whether a condition is about partition keys of one table and nothing else.
  private static boolean isOf(JsonNode condition, String qualifier, Set<String> keys) {
    var columns = new ArrayList<JsonNode>();
    var others = new ArrayList<JsonNode>();
    walk(
        condition,
        each -> {
          switch (each.path("class").asString("")) {
            case "COLUMN_REF" -> columns.add(each.path("column_names"));
            case "SUBQUERY", "PARAMETER", "WINDOW" -> others.add(each);
            default -> {}
          }
        });
    return others.isEmpty()
        && !columns.isEmpty()
        && columns.stream().allMatch(names -> isKey(names, qualifier, keys));
  }

  /// Whether the names of a column, from catalog to column, say a partition key of the table.
  private static boolean isKey(JsonNode names, String qualifier, Set<String> keys) {
    var last = names.size() - 1;
    return keys.contains(folded(names.path(last).asString("")))
        && (last == 0 || folded(names.path(last - 1).asString("")).equals(qualifier));
  }

  private static JsonNode unqualified(JsonNode condition) {
    var copy = condition.deepCopy();
    walk(
        copy,
        each -> {
          if (each.path("class").asString("").equals("COLUMN_REF")) {
            var name = column(each);
            ((ObjectNode) each).putArray("column_names").add(name);
          }
        });
    return copy;
  }

  private static String column(JsonNode reference) {
    var names = reference.path("column_names");
    return folded(names.path(names.size() - 1).asString(""));
  }

  private static List<String> path(JsonNode table) {
    var path = new ArrayList<String>();
    table.path("qualified_name").path("path").forEach(part -> path.add(folded(part.asString(""))));
    return path;
  }

  private List<JsonNode> nodes(String type) {
    var found = new ArrayList<JsonNode>();
    walk(
        node,
        each -> {
          if (each.path("type").asString("").equals(type)) {
            found.add(each);
          }
        });
    return found;
  }

  private static void walk(JsonNode node, Consumer<JsonNode> each) {
    each.accept(node);
    node.values().forEach(child -> walk(child, each));
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static JsonNode tree(Connection duck, String sql) {
    try (var statement = duck.prepareStatement("SELECT json_serialize_sql(?)::VARCHAR")) {
      statement.setString(1, sql);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return JSON.readTree(rows.getString(1));
      }
    } catch (SQLException | JacksonException e) {
      throw new QueryException("the statement cannot be parsed: " + e.getMessage(), e);
    }
  }
}
