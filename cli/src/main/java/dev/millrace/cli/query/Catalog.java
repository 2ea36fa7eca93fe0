package dev.millrace.cli.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The databases and tables that Glue knows.
record Catalog(GlueApi glue) {

  private static final String DEFAULT = "default";

  List<String> databases() throws InterruptedException {
    return names("GetDatabases", Map.of(), "DatabaseList", "there is no catalog");
  }

  /// @throws QueryException if there is no such database
  List<String> tables(String database) throws InterruptedException {
    return names(
        "GetTables",
        Map.of("DatabaseName", database),
        "TableList",
        "there is no database " + database);
  }

  /// @throws QueryException if there is none, or it cannot be read here
  CatalogTable table(TableName name) throws InterruptedException {
    var answer =
        glue.call("GetTable", Map.of("DatabaseName", name.database(), "Name", name.table()))
            .orElseThrow(
                () -> new QueryException("there is no table " + name + "; SHOW TABLES lists them"));
    return CatalogTable.of(name, answer.path("Table"));
  }

  /// The database of names that name none: the only one there is, else Athena's.
  String defaultDatabase() throws InterruptedException {
    var databases = databases();
    return databases.size() == 1 ? databases.getFirst() : DEFAULT;
  }

  private List<String> names(
      String action, Map<String, String> parameters, String list, String otherwise)
      throws InterruptedException {
    var names = new ArrayList<String>();
    var token = "";
    do {
      var page = page(action, parameters, token, otherwise);
      page.path(list).forEach(each -> names.add(name(each)));
      token = page.path("NextToken").asString("");
    } while (!token.isEmpty());
    return names;
  }

  private JsonNode page(
      String action, Map<String, String> parameters, String token, String otherwise)
      throws InterruptedException {
    var request = new HashMap<>(parameters);
    if (!token.isEmpty()) {
      request.put("NextToken", token);
    }
    return glue.call(action, request).orElseThrow(() -> new QueryException(otherwise));
  }

  private static String name(JsonNode thing) {
    return thing.path("Name").asString("").toLowerCase(Locale.ROOT);
  }
}
