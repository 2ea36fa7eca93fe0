package dev.millrace.cli.query;

import dev.millrace.cli.aws.Bucket;
import dev.millrace.local.firehose.format.HiveType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/// Answers one statement over the tables of a Glue catalog.
///
/// The objects of the tables that it names are fetched into a directory, which is deleted
/// afterwards. DuckDB may read and write that directory and nothing else.
public final class QueryEngine implements AutoCloseable {

  private static final String CATALOG = "awsdatacatalog";

  private final Catalog catalog;
  private final S3Client s3;
  private final LocalDateTime now;
  private final Connection duck;
  private final Path folder;
  private final Map<CatalogTable, TableFiles> read = new LinkedHashMap<>();

  private QueryEngine(
      Catalog catalog, S3Client s3, LocalDateTime now, Connection duck, Path folder) {
    this.catalog = catalog;
    this.s3 = s3;
    this.now = now;
    this.duck = duck;
    this.folder = folder;
  }

  /// Starts DuckDB.
  ///
  /// @param clock the time of `NOW` in partition projections
  public static QueryEngine open(GlueApi glue, S3Client s3, Clock clock) {
    try {
      var folder = Files.createTempDirectory("millrace-query");
      var duck = DriverManager.getConnection("jdbc:duckdb:");
      var engine = new QueryEngine(new Catalog(glue), s3, LocalDateTime.now(clock), duck, folder);
      engine.prepare();
      return engine;
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB does not start", e);
    } catch (IOException e) {
      throw new UncheckedIOException("there is no room for a temporary directory", e);
    }
  }

  /// Answers a statement.
  ///
  /// @param database of names that name none; null for the only one there is, else `default`
  /// @throws QueryException if it cannot be answered
  public Result answer(String text, @Nullable String database) throws InterruptedException {
    return answer(text, database, result -> result, sql -> new ResultReader(duck).read(sql));
  }

  /// Answers a statement with a file.
  ///
  /// @param database of names that name none; null for the only one there is, else `default`
  /// @return how many rows there are
  /// @throws QueryException if it cannot be answered or written
  public long export(String text, @Nullable String database, ResultFile file)
      throws InterruptedException {
    return answer(
        text, database, result -> write(ResultWriter.query(result), file), sql -> write(sql, file));
  }

  private long write(String sql, ResultFile file) throws SQLException {
    var written = folder.resolve("result");
    var rows = new ResultWriter(duck).write(sql, file.format(), written);
    file.take(written);
    return rows;
  }

  /// What an answer is made from.
  private interface Maker<S, T> {
    T from(S source) throws SQLException;
  }

  private <T> T answer(
      String text, @Nullable String database, Maker<Result, T> shown, Maker<String, T> selected)
      throws InterruptedException {
    var sql = text.strip().replaceFirst("(\\s*;)+$", "");
    if (sql.isEmpty()) {
      throw new QueryException("there is no statement");
    }
    var defaultDatabase = database != null ? database : catalog.defaultDatabase();
    var show = Show.parse(sql, defaultDatabase);
    try {
      return show.isPresent()
          ? shown.from(show(show.get(), defaultDatabase))
          : selected.from(prepared(sql, defaultDatabase));
    } catch (SQLException e) {
      throw explained(e);
    }
  }

  private Result show(Show show, String database) throws InterruptedException {
    return switch (show) {
      case Show.Databases _ -> single("database_name", catalog.databases());
      case Show.Tables tables ->
          single("tab_name", catalog.tables(tables.database().orElse(database)));
      case Show.Columns columns -> {
        var rows =
            catalog.table(columns.table()).allColumns().stream()
                .map(column -> columns.types() ? described(column) : List.of(column.name()))
                .toList();
        yield Result.of(
            columns.types() ? List.of("col_name", "data_type") : List.of("column"), rows);
      }
      case Show.PartitionsOf partitions -> {
        var table = catalog.table(partitions.table());
        var paths =
            files(table).parts(Partitions.of(table, now)).stream()
                .map(part -> path(table, part.values()))
                .distinct()
                .sorted()
                .toList();
        yield single("partition", paths);
      }
    };
  }

  private static List<String> described(HiveType.Column column) {
    return List.of(column.name(), HiveText.of(column.type()));
  }

  private static String path(CatalogTable table, List<String> values) {
    var parts = new ArrayList<String>();
    for (var i = 0; i < values.size(); i++) {
      parts.add(table.partitionKeys().get(i).name() + "=" + values.get(i));
    }
    return String.join("/", parts);
  }

  private static Result single(String column, List<String> values) {
    return Result.of(List.of(column), values.stream().map(List::of).toList());
  }

  /// Fetches the tables of a statement.
  ///
  /// @return the statement for DuckDB
  private String prepared(String sql, String database) throws InterruptedException, SQLException {
    var statement = Statement.parse(duck, sql);
    var own = statement.ownNames();
    for (var path : new LinkedHashSet<>(statement.tables())) {
      var name = named(path, database);
      if (path.size() > 1 || !own.contains(path.getFirst()) || exists(name)) {
        fetch(catalog.table(name), statement, path);
      }
    }
    use(database);
    return statement.sql();
  }

  private static TableName named(List<String> path, String database) {
    if (path.size() > 3 || (path.size() == 3 && !path.getFirst().equals(CATALOG))) {
      throw new QueryException(
          "there is no catalog " + path.getFirst() + ", there is only AwsDataCatalog");
    }
    return new TableName(path.size() == 1 ? database : path.get(path.size() - 2), path.getLast());
  }

  private boolean exists(TableName name) throws InterruptedException {
    return catalog.databases().contains(name.database())
        && catalog.tables(name.database()).contains(name.table());
  }

  private void fetch(CatalogTable table, Statement statement, List<String> path)
      throws SQLException {
    if (read.keySet().stream().anyMatch(each -> each.name().equals(table.name()))) {
      return;
    }
    var files = files(table);
    read.put(table, files);
    var parts = files.parts(Partitions.of(table, now));
    var keys =
        table.partitionKeys().stream().map(HiveType.Column::name).collect(Collectors.toSet());
    var pruning = statement.pruning(duck, path, keys);
    var needed = pruning.isEmpty() ? parts : pruned(table, parts, pruning);
    var fetched = files.fetch(needed, folder.resolve(Integer.toString(read.size())));
    new TableViews(duck).create(table, fetched);
  }

  private TableFiles files(CatalogTable table) {
    return new TableFiles(table, new Bucket(s3, table.bucket()));
  }

  /// Lets DuckDB decide which partitions can have a row that the query wants.
  private List<TableFiles.Part> pruned(
      CatalogTable table, List<TableFiles.Part> parts, String pruning) throws SQLException {
    var columns =
        table.partitionKeys().stream()
            .map(key -> DuckTypes.name(key.name()) + " " + DuckTypes.of(key.type()))
            .collect(Collectors.joining(", "));
    var marks = ", ?".repeat(table.partitionKeys().size());
    try (var statement = duck.createStatement()) {
      statement.execute("CREATE OR REPLACE TEMP TABLE partitions (part INTEGER, " + columns + ")");
      try (var insert = duck.prepareStatement("INSERT INTO partitions VALUES (?" + marks + ")")) {
        for (var i = 0; i < parts.size(); i++) {
          insert.setInt(1, i);
          for (var j = 0; j < parts.get(i).values().size(); j++) {
            insert.setString(j + 2, HiveText.partition(parts.get(i).values().get(j)));
          }
          insert.execute();
        }
      }
      var needed = new ArrayList<TableFiles.Part>();
      try (var rows = statement.executeQuery(pruning + " ORDER BY part")) {
        while (rows.next()) {
          needed.add(parts.get(rows.getInt(1)));
        }
      }
      statement.execute("DROP TABLE partitions");
      return needed;
    }
  }

  private void prepare() throws SQLException {
    try (var statement = duck.createStatement()) {
      for (var definition : AthenaFunctions.definitions()) {
        statement.execute(definition);
      }
      statement.execute("ATTACH ':memory:' AS " + CATALOG);
      statement.execute("USE " + CATALOG);
      statement.execute("SET TimeZone = 'UTC'");
      // as in Athena: 7 / 2 is 3, and x -> x + 1 a function
      statement.execute("SET integer_division = true");
      statement.execute("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'");
      statement.execute("SET allowed_directories = [" + DuckTypes.text(folder + "/") + "]");
      statement.execute("SET enable_external_access = false");
      statement.execute("SET lock_configuration = true");
    }
  }

  private void use(String database) throws SQLException {
    try (var statement = duck.createStatement()) {
      var schema = DuckTypes.name(database);
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
      statement.execute("USE " + CATALOG + "." + schema);
    }
  }

  /// What DuckDB says, with objects instead of files, and the column that cannot be read.
  private QueryException explained(SQLException e) {
    var message = String.valueOf(e.getMessage());
    for (var files : read.values()) {
      message = files.withOrigins(message);
    }
    return new QueryException(unreadable().map(where -> where + ": ").orElse("") + message, e);
  }

  private Optional<String> unreadable() {
    for (var table : read.keySet()) {
      for (var column : table.columns()) {
        if (!canBeRead(table.name(), column.name())) {
          return Optional.of(
              "table %s, column %s of type %s"
                  .formatted(table.name(), column.name(), HiveText.of(column.type())));
        }
      }
    }
    return Optional.empty();
  }

  private boolean canBeRead(TableName table, String column) {
    try (var statement = duck.createStatement()) {
      statement.execute(
          "SELECT count("
              + DuckTypes.name(column)
              + ") FROM "
              + CATALOG
              + "."
              + TableViews.qualified(table));
      return true;
    } catch (SQLException e) {
      // a view that was not made is not the column's fault
      return String.valueOf(e.getMessage()).startsWith("Catalog Error");
    }
  }

  @Override
  public void close() {
    try {
      duck.close();
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB does not stop", e);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be deleted", e);
    }
  }
}
