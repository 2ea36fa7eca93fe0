package dev.millrace.local.glue;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists the tables of a database, page by page in the order of their names.
final class GetTables {

  private static final int MOST = 100;

  private GetTables() {}

  record Request(
      @Nullable String catalogId,
      String databaseName,
      @Nullable Integer maxResults,
      @Nullable String nextToken) {}

  /// @param nextToken the last name of this page, if there is another
  record Response(List<GlueTable> tableList, @Nullable String nextToken) {}

  static Response apply(CatalogState state, Request request) {
    state.checkCatalog(request.catalogId());
    var limit = limit(request.maxResults());
    var after = request.nextToken();
    var rest =
        state.tablesOf(request.databaseName()).stream()
            .filter(table -> after == null || table.name().compareTo(after) > 0)
            .toList();
    var page = rest.subList(0, Math.min(limit, rest.size()));
    return new Response(page, page.size() < rest.size() ? page.getLast().name() : null);
  }

  private static int limit(@Nullable Integer asked) {
    if (asked != null && (asked < 1 || asked > MOST)) {
      throw new AwsException(
          AwsError.INVALID_INPUT, "MaxResults must be from 1 to %d, was %d".formatted(MOST, asked));
    }
    return asked == null ? MOST : asked;
  }
}
