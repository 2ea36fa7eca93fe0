package dev.millrace.local.glue;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a database.
final class CreateDatabase {

  private CreateDatabase() {}

  record Request(@Nullable String catalogId, DatabaseInput databaseInput) {}

  record DatabaseInput(
      String name,
      @Nullable String description,
      @Nullable String locationUri,
      @Nullable Map<String, String> parameters) {}

  static GlueDatabase apply(CatalogState state, Request request, Instant now) {
    state.checkCatalog(request.catalogId());
    var input = request.databaseInput();
    return new GlueDatabase(
        state.account(),
        CatalogState.folded("databaseInput.name", input.name()),
        input.description(),
        input.locationUri(),
        input.parameters(),
        now);
  }
}
