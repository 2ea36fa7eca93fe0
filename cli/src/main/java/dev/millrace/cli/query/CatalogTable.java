package dev.millrace.cli.query;

import dev.millrace.local.firehose.format.FormatException;
import dev.millrace.local.firehose.format.HiveType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A table whose rows are objects of a bucket.
///
/// @param bucket of its location
/// @param prefix of its location, ending in `/` unless it is the whole bucket
/// @param columns what its objects hold, names in lower case
/// @param partitionKeys what the objects' places tell
/// @param parameters the table's own
record CatalogTable(
    TableName name,
    String bucket,
    String prefix,
    RowFormat format,
    List<HiveType.Column> columns,
    List<HiveType.Column> partitionKeys,
    Map<String, String> parameters) {

  /// @param table as Glue's API describes it
  /// @throws QueryException if rows of that kind cannot be read
  static CatalogTable of(TableName name, JsonNode table) {
    var storage = table.path("StorageDescriptor");
    var location = storage.path("Location").asString("");
    if (!location.startsWith("s3://")) {
      throw new QueryException(
          "table %s: its location must begin with s3://, was '%s'".formatted(name, location));
    }
    var place = location.substring("s3://".length());
    var slash = place.indexOf('/');
    var prefix = slash < 0 ? "" : place.substring(slash + 1);
    var columns = columns(name, storage.path("Columns"));
    var parameters = texts(table.path("Parameters"));
    return new CatalogTable(
        name,
        slash < 0 ? place : place.substring(0, slash),
        prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/",
        RowFormat.of(name, storage, columns, parameters),
        columns,
        columns(name, table.path("PartitionKeys")),
        parameters);
  }

  /// As `SELECT *` gives them.
  List<HiveType.Column> allColumns() {
    return Stream.concat(columns.stream(), partitionKeys.stream()).toList();
  }

  static Map<String, String> texts(JsonNode map) {
    var texts = new LinkedHashMap<String, String>();
    map.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asString("")));
    return texts;
  }

  private static List<HiveType.Column> columns(TableName table, JsonNode columns) {
    var result = new ArrayList<HiveType.Column>();
    for (var column : columns) {
      var name = column.path("Name").asString("").toLowerCase(Locale.ROOT);
      try {
        result.add(
            new HiveType.Column(
                name, HiveType.parse(name, column.path("Type").asString("string"))));
      } catch (FormatException e) {
        throw new QueryException("table " + table + ": " + e.getMessage(), e);
      }
    }
    return List.copyOf(result);
  }
}
