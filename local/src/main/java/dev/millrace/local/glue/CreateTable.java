package dev.millrace.local.glue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a table in a database.
final class CreateTable {

  private static final String FIRST_VERSION = "0";

  private CreateTable() {}

  record Request(@Nullable String catalogId, String databaseName, TableInput tableInput) {}

  record TableInput(
      String name,
      @Nullable String description,
      @Nullable String owner,
      @Nullable String tableType,
      @Nullable Integer retention,
      @Nullable StorageDescriptor storageDescriptor,
      @Nullable List<GlueColumn> partitionKeys,
      @Nullable Map<String, String> parameters) {}

  static GlueTable apply(CatalogState state, Request request, Instant now) {
    state.checkCatalog(request.catalogId());
    var input = request.tableInput();
    return new GlueTable(
        state.account(),
        state.database(request.databaseName()).name(),
        CatalogState.folded("tableInput.name", input.name()),
        input.description(),
        input.owner(),
        input.tableType(),
        input.retention(),
        input.storageDescriptor(),
        input.partitionKeys(),
        input.parameters(),
        now,
        now,
        FIRST_VERSION);
  }
}
