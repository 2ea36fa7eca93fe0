package dev.millrace.local.gateway;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Lets pages of this machine call the stack from a browser, and no others.
///
/// A page of any other site is refused before anything is done: a form can be posted here without
/// the browser asking first.
final class CrossOrigin {

  private static final String EXPOSED =
      "Date, ETag, x-amz-crc32, x-amz-request-id, x-amz-version-id, x-amzn-ErrorMessage,"
          + " x-amzn-ErrorType, x-amzn-query-error, x-amzn-RequestId";
  private static final String ONE_DAY = "86400";
  private static final int NO_CONTENT = 204;

  private CrossOrigin() {}

  /// Where the page is from that calls; empty if it is no page, or one of the gateway itself.
  static Optional<String> of(Request request) {
    return Optional.ofNullable(request.getHeaders().get(HttpHeader.ORIGIN));
  }

  static boolean isLocal(String origin) {
    try {
      var uri = new URI(origin);
      return uri.getHost() != null && LocalHost.isLocal(uri.getHost());
    } catch (URISyntaxException _) {
      return false;
    }
  }

  static AwsException foreign(String origin) {
    return new AwsException(
        AwsError.ACCESS_DENIED,
        "The origin must be on this machine (localhost, a name ending in .localhost, 127.0.0.1 or"
            + " [::1]), was "
            + origin);
  }

  /// Whether a browser asks what it may send.
  static boolean isPreflight(Request request) {
    return HttpMethod.OPTIONS.is(request.getMethod())
        && request.getHeaders().contains(HttpHeader.ACCESS_CONTROL_REQUEST_METHOD);
  }

  /// Whatever it asks for.
  static void allow(Request request, Response response, Callback callback) {
    var asked = request.getHeaders();
    var headers = response.getHeaders();
    headers.put(
        HttpHeader.ACCESS_CONTROL_ALLOW_METHODS,
        asked.get(HttpHeader.ACCESS_CONTROL_REQUEST_METHOD));
    var names = asked.get(HttpHeader.ACCESS_CONTROL_REQUEST_HEADERS);
    if (names != null) {
      headers.put(HttpHeader.ACCESS_CONTROL_ALLOW_HEADERS, names);
    }
    headers.put(HttpHeader.ACCESS_CONTROL_MAX_AGE, ONE_DAY);
    response.setStatus(NO_CONTENT);
    response.write(true, null, callback);
  }

  /// A response that the page may read, whatever the service says about that.
  static Response readable(Request request, Response response, String origin) {
    return new Response.Wrapper(request, response) {
      @Override
      public void write(boolean last, ByteBuffer content, Callback callback) {
        if (!isCommitted()) {
          getHeaders().put(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
          getHeaders().put(HttpHeader.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
          getHeaders().put(HttpHeader.VARY, HttpHeader.ORIGIN.asString());
        }
        super.write(last, content, callback);
      }
    };
  }
}
