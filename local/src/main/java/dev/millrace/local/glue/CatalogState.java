package dev.millrace.local.glue;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/// The data catalog of one account: databases by name, and the tables of each by name.
record CatalogState(
    String account,
    PSortedMap<String, GlueDatabase> databases,
    PSortedMap<String, PSortedMap<String, GlueTable>> tables) {

  private static final int LONGEST_NAME = 255;

  static CatalogState empty(String account) {
    return new CatalogState(account, TreePMap.empty(), TreePMap.empty());
  }

  /// A name as it is kept: Glue folds names, as Hive does.
  ///
  /// @throws AwsException if no database or table can be called that
  static String folded(String member, String name) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new AwsException(
          AwsError.INVALID_INPUT,
          "%s must have 1 to %d characters, was '%s'".formatted(member, LONGEST_NAME, name));
    }
    return name.toLowerCase(Locale.ROOT);
  }

  /// @throws AwsException if that is the catalog of somebody else
  void checkCatalog(@Nullable String catalogId) {
    if (catalogId != null && !catalogId.equals(account)) {
      throw new AwsException(
          AwsError.ENTITY_NOT_FOUND,
          "Catalog %s not found, there is only %s".formatted(catalogId, account));
    }
  }

  /// @throws AwsException if there is none
  GlueDatabase database(String name) {
    var database = databases.get(name.toLowerCase(Locale.ROOT));
    if (database == null) {
      throw new AwsException(AwsError.ENTITY_NOT_FOUND, "Database %s not found.".formatted(name));
    }
    return database;
  }

  /// The tables of a database, by name.
  ///
  /// @throws AwsException if there is no such database
  List<GlueTable> tablesOf(String database) {
    return List.copyOf(byName(database(database).name()).values());
  }

  /// @throws AwsException if there is none
  GlueTable table(String database, String name) {
    var table = byName(database(database).name()).get(name.toLowerCase(Locale.ROOT));
    if (table == null) {
      throw new AwsException(AwsError.ENTITY_NOT_FOUND, "Table %s not found.".formatted(name));
    }
    return table;
  }

  /// @throws AwsException if there is one of that name
  CatalogState plus(GlueDatabase database) {
    if (databases.containsKey(database.name())) {
      throw new AwsException(
          AwsError.ALREADY_EXISTS, "Database %s already exists.".formatted(database.name()));
    }
    return new CatalogState(account, databases.plus(database.name(), database), tables);
  }

  /// @throws AwsException if there is one of that name, or no such database
  CatalogState plus(GlueTable table) {
    var others = byName(database(table.databaseName()).name());
    if (others.containsKey(table.name())) {
      throw new AwsException(
          AwsError.ALREADY_EXISTS, "Table %s already exists.".formatted(table.name()));
    }
    return new CatalogState(
        account, databases, tables.plus(table.databaseName(), others.plus(table.name(), table)));
  }

  private PSortedMap<String, GlueTable> byName(String database) {
    return tables.getOrDefault(database, TreePMap.empty());
  }
}
