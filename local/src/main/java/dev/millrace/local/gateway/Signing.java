package dev.millrace.local.gateway;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/// What the signature of a request says about its target.
public final class Signing {

  /// `Credential=<access key>/<date>/<region>/<service>/aws4_request`
  private static final Pattern SCOPE =
      Pattern.compile("Credential=([^,/]*)/\\d{8}/[^/,]*/([^/,]+)/aws4_request");

  private Signing() {}

  /// The service that the caller signed for; empty if it did not sign in the header.
  public static Optional<String> service(Request request) {
    return scope(request).map(scope -> scope.group(2));
  }

  /// The access key that the caller signed with; empty if it did not sign in the header.
  public static Optional<String> accessKey(Request request) {
    return scope(request).map(scope -> scope.group(1));
  }

  private static Optional<Matcher> scope(Request request) {
    return Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION))
        .map(SCOPE::matcher)
        .filter(Matcher::find);
  }
}
