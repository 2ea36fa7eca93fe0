package dev.millrace.local.glue;

import dev.millrace.local.data.DataException;
import dev.millrace.local.data.Journal;
import dev.millrace.local.gateway.AwsAction;
import dev.millrace.local.gateway.AwsAction.NoResult;
import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import dev.millrace.local.gateway.JsonService;
import dev.millrace.local.time.StackClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Glue, as far as Firehose needs it: databases and tables are made and read.
///
/// Deviates from AWS: nothing can be changed or deleted, so that a table has one version; there are
/// no partitions, crawlers, jobs or schema registries.
public final class GlueServer implements AutoCloseable {

  private static final String TARGET_PREFIX = "AWSGlue";
  private static final JsonMapper JSON = JsonMapper.shared();

  /// An entry of the file: either is there.
  private record Entry(@Nullable GlueDatabase database, @Nullable GlueTable table) {}

  private record GetDatabase(@Nullable String catalogId, String name) {}

  private record OneDatabase(GlueDatabase database) {}

  private record GetTable(@Nullable String catalogId, String databaseName, String name) {}

  private record OneTable(GlueTable table) {}

  private final StackClock clock;
  private final @Nullable Journal journal;
  private volatile CatalogState state;

  /// @param account whose catalog it is
  /// @param file where it is kept, made if it is not there; empty to keep it in memory
  /// @throws DataException if the file cannot be used
  public GlueServer(StackClock clock, String account, Optional<Path> file) {
    this.clock = clock;
    this.state = CatalogState.empty(account);
    this.journal =
        file.map(path -> Journal.open(path, entry -> state = read(path, state, entry)))
            .orElse(null);
  }

  /// The API, for a gateway.
  public JsonService service() {
    return new JsonService(
        TARGET_PREFIX,
        List.of(
            new AwsAction<>("CreateDatabase", CreateDatabase.Request.class, this::create),
            new AwsAction<>("CreateTable", CreateTable.Request.class, this::create),
            new AwsAction<>(
                "GetDatabase",
                GetDatabase.class,
                request -> {
                  state.checkCatalog(request.catalogId());
                  return new OneDatabase(state.database(request.name()));
                }),
            new AwsAction<>(
                "GetDatabases",
                GetDatabases.Request.class,
                request -> GetDatabases.apply(state, request)),
            new AwsAction<>(
                "GetTable",
                GetTable.class,
                request -> {
                  state.checkCatalog(request.catalogId());
                  return new OneTable(table(request.databaseName(), request.name()));
                }),
            new AwsAction<>(
                "GetTables", GetTables.Request.class, request -> GetTables.apply(state, request))));
  }

  /// A table, as it is now.
  ///
  /// @throws AwsException if there is none
  public GlueTable table(String database, String name) {
    return state.table(database, name);
  }

  /// Whose catalog it is.
  public String account() {
    return state.account();
  }

  @Override
  public void close() {
    if (journal != null) {
      journal.close();
    }
  }

  private synchronized NoResult create(CreateDatabase.Request request) {
    var database = CreateDatabase.apply(state, request, clock.instant());
    become(state.plus(database), new Entry(database, null));
    return new NoResult();
  }

  private synchronized NoResult create(CreateTable.Request request) {
    var table = CreateTable.apply(state, request, clock.instant());
    become(state.plus(table), new Entry(null, table));
    return new NoResult();
  }

  private void become(CatalogState next, Entry entry) {
    if (journal != null) {
      try {
        journal.append(JSON.writeValueAsString(entry).getBytes(StandardCharsets.UTF_8));
      } catch (DataException e) {
        throw new AwsException(AwsError.INTERNAL_FAILURE, String.valueOf(e.getMessage()));
      }
    }
    state = next;
  }

  private static CatalogState read(Path file, CatalogState before, byte[] bytes) {
    try {
      var entry = JSON.readValue(bytes, Entry.class);
      var after = entry.database() == null ? before : before.plus(entry.database());
      return entry.table() == null ? after : after.plus(entry.table());
    } catch (JacksonException | AwsException e) {
      throw new DataException(file + " holds an entry that cannot be read: " + e, e);
    }
  }
}
