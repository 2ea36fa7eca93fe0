package dev.millrace.local.cognito;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists pools page by page in the order of their ids.
final class ListIdentityPools {

  private static final int MOST = 60;

  private ListIdentityPools() {}

  record Request(int maxResults, @Nullable String nextToken) {}

  record Item(String identityPoolId, String identityPoolName) {}

  /// @param nextToken the last id of this page, if there is another
  record Response(List<Item> identityPools, @Nullable String nextToken) {}

  static Response apply(CognitoState state, Request request) {
    if (request.maxResults() < 1 || request.maxResults() > MOST) {
      throw new AwsException(
          AwsError.INVALID_PARAMETER,
          "MaxResults must be from 1 to %d, was %d".formatted(MOST, request.maxResults()));
    }
    var after = request.nextToken();
    var rest =
        state.pools().values().stream()
            .map(pool -> new Item(pool.identityPoolId(), pool.identityPoolName()))
            .filter(pool -> after == null || pool.identityPoolId().compareTo(after) > 0)
            .toList();
    var page = rest.subList(0, Math.min(request.maxResults(), rest.size()));
    return new Response(page, page.size() < rest.size() ? page.getLast().identityPoolId() : null);
  }
}
