package dev.millrace.local.glue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists the databases, page by page in the order of their names.
final class GetDatabases {

  private GetDatabases() {}

  record Request(
      @Nullable String catalogId, @Nullable Integer maxResults, @Nullable String nextToken) {}

  record Response(List<GlueDatabase> databaseList, @Nullable String nextToken) {}

  static Response apply(CatalogState state, Request request) {
    state.checkCatalog(request.catalogId());
    var page =
        Page.of(
            state.databases().values(),
            GlueDatabase::name,
            request.maxResults(),
            request.nextToken());
    return new Response(page.items(), page.nextToken());
  }
}
