package dev.millrace.aws;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/// A request and its answer on a connection, as RFC 9112 has them.
final class HttpExchange {

  /// An answer that has come whole.
  ///
  /// @param keepAlive whether the connection may be used again
  record Answer(HttpExecuteResponse response, boolean keepAlive) {}

  private static final String VERSION = "HTTP/1.1 ";

  /// Where a status line says in words what its number says.
  private static final int REASON = "HTTP/1.1 200 ".length();

  private static final int MAX_LINE_BYTES = 64 << 10;
  private static final int MAX_HEADERS = 1_000;
  private static final int FIRST_FINAL_STATUS = 200;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final String CONTENT_LENGTH = "Content-Length";

  private final InputStream in;

  private HttpExchange(InputStream in) {
    this.in = in;
  }

  static Answer send(HttpExecuteRequest request, Connection connection) throws IOException {
    var body = body(request);
    var bytes = new ByteArrayOutputStream(body.length + 2_048);
    bytes.writeBytes(head(request.httpRequest(), body.length).getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(body);
    bytes.writeTo(connection.out());
    connection.out().flush();
    return new HttpExchange(connection.in()).answer(request.httpRequest().method());
  }

  private static byte[] body(HttpExecuteRequest request) throws IOException {
    var provider = request.contentStreamProvider();
    if (provider.isEmpty()) {
      return new byte[0];
    }
    try (var stream = provider.get().newStream()) {
      return stream.readAllBytes();
    }
  }

  private static String head(SdkHttpRequest request, int length) {
    var head = new StringBuilder(1_024);
    var path = request.encodedPath();
    head.append(request.method()).append(' ').append(path.isEmpty() ? "/" : path);
    request.encodedQueryParameters().ifPresent(query -> head.append('?').append(query));
    head.append(" HTTP/1.1\r\n");
    request.forEachHeader((name, values) -> values.forEach(value -> line(head, name, value)));
    if (request.firstMatchingHeader("Host").isEmpty()) {
      line(head, "Host", request.host());
    }
    if (request.firstMatchingHeader(CONTENT_LENGTH).isEmpty()) {
      line(head, CONTENT_LENGTH, String.valueOf(length));
    }
    return head.append("\r\n").toString();
  }

  private static void line(StringBuilder head, String name, String value) {
    if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
      throw new IllegalArgumentException(
          "header %s must have no line break, was %s".formatted(name, value));
    }
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private Answer answer(SdkHttpMethod method) throws IOException {
    var head = head();
    while (head.statusCode() < FIRST_FINAL_STATUS) {
      head = head();
    }
    var hasBody =
        method != SdkHttpMethod.HEAD
            && head.statusCode() != NO_CONTENT
            && head.statusCode() != NOT_MODIFIED;
    var body = hasBody ? body(head) : new byte[0];
    var isDelimited =
        !hasBody || isChunked(head) || head.firstMatchingHeader(CONTENT_LENGTH).isPresent();
    var response =
        HttpExecuteResponse.builder()
            .response(head)
            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
            .build();
    return new Answer(response, isDelimited && !has(head, "Connection", "close"));
  }

  private SdkHttpResponse head() throws IOException {
    var status = line();
    if (!status.startsWith(VERSION) || status.length() < REASON - 1) {
      throw new ProtocolException("no status line of HTTP/1.1: " + status);
    }
    var head = SdkHttpResponse.builder();
    head.statusCode(number(status.substring(VERSION.length(), REASON - 1), 10));
    head.statusText(status.substring(Math.min(REASON, status.length())));
    var headers = 0;
    for (var line = line(); !line.isEmpty(); line = line()) {
      var colon = line.indexOf(':');
      if (colon < 1 || ++headers > MAX_HEADERS) {
        throw new ProtocolException("no header: " + line);
      }
      head.appendHeader(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return head.build();
  }

  private byte[] body(SdkHttpResponse head) throws IOException {
    if (isChunked(head)) {
      return chunks();
    }
    var length = head.firstMatchingHeader(CONTENT_LENGTH);
    return length.isPresent() ? exactly(number(length.get(), 10)) : in.readAllBytes();
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      var size = number(beforeExtensions(line()), 16);
      if (size == 0) {
        break;
      }
      body.writeBytes(exactly(size));
      line();
    }
    while (!line().isEmpty()) {
      // trailers say nothing that a caller of AWS needs
    }
    return body.toByteArray();
  }

  private static String beforeExtensions(String chunkSize) {
    var semicolon = chunkSize.indexOf(';');
    return (semicolon < 0 ? chunkSize : chunkSize.substring(0, semicolon)).strip();
  }

  private byte[] exactly(int length) throws IOException {
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException(
          "the answer ended after %d of %d bytes".formatted(bytes.length, length));
    }
    return bytes;
  }

  private static int number(String text, int radix) throws IOException {
    try {
      var number = Integer.parseInt(text, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new ProtocolException("no number in an answer: " + text);
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream(64);
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection was closed");
      } else if (line.size() == MAX_LINE_BYTES) {
        throw new ProtocolException(
            "a line of an answer has over %d bytes".formatted(MAX_LINE_BYTES));
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private static boolean isChunked(SdkHttpResponse head) {
    return has(head, "Transfer-Encoding", "chunked");
  }

  private static boolean has(SdkHttpResponse head, String name, String token) {
    return head.matchingHeaders(name).stream()
        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(token));
  }
}
