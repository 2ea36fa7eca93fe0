package dev.millrace.cli.query;

import java.util.Locale;

/// The name of a table, in lower case as Glue keeps it.
record TableName(String database, String table) {

  TableName {
    database = database.toLowerCase(Locale.ROOT);
    table = table.toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return database + "." + table;
  }
}
