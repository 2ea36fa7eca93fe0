package dev.millrace.local.gateway;

import java.io.IOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/// The bodies of requests, read whole.
final class Bodies {

  /// More than any service takes; the largest is PutRecords with 10 MiB, in base64.
  static final int MOST_BYTES = 64 << 20;

  private Bodies() {}

  /// A body, unpacked if the caller compressed it; empty if it is too large.
  static Optional<byte[]> read(Request request) throws IOException {
    try (var sent = Content.Source.asInputStream(request);
        var in = isCompressed(request) ? new GZIPInputStream(sent) : sent) {
      var body = in.readNBytes(MOST_BYTES + 1);
      return body.length > MOST_BYTES ? Optional.empty() : Optional.of(body);
    }
  }

  static AwsException tooLarge(String asked) {
    return new AwsException(
        AwsError.REQUEST_TOO_LARGE,
        "%s: a request has at most %d bytes".formatted(asked, MOST_BYTES));
  }

  private static boolean isCompressed(Request request) {
    return "gzip".equalsIgnoreCase(request.getHeaders().get(HttpHeader.CONTENT_ENCODING));
  }
}
