package dev.millrace.local.glue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists the tables of a database, page by page in the order of their names.
final class GetTables {

  private GetTables() {}

  record Request(
      @Nullable String catalogId,
      String databaseName,
      @Nullable Integer maxResults,
      @Nullable String nextToken) {}

  record Response(List<GlueTable> tableList, @Nullable String nextToken) {}

  static Response apply(CatalogState state, Request request) {
    state.checkCatalog(request.catalogId());
    var page =
        Page.of(
            state.tablesOf(request.databaseName()),
            GlueTable::name,
            request.maxResults(),
            request.nextToken());
    return new Response(page.items(), page.nextToken());
  }
}
