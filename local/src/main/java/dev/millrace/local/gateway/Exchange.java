package dev.millrace.local.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A call on its way to the service that answers it.
///
/// The call is as it came until its document is asked for, which costs the reading of its body.
public final class Exchange {

  /// What answers calls.
  @FunctionalInterface
  interface Service {
    void answer(Request request, Response response, Callback callback) throws Exception;
  }

  private final Response response;
  private final Callback callback;
  private final Service service;
  private Request request;
  private byte @Nullable [] body;

  Exchange(Request request, Response response, Callback callback, Service service) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.service = service;
  }

  /// What it calls, as in `X-Amz-Target`; empty in protocols that say it otherwise.
  public Optional<String> target() {
    return Optional.ofNullable(request.getHeaders().get("X-Amz-Target"));
  }

  /// The call as it came; its body is for `read`.
  public Request request() {
    return request;
  }

  /// The access key it is signed with; empty if it is not signed in the header.
  public Optional<String> accessKey() {
    return Signing.accessKey(request);
  }

  /// The request, once it is read: JSON, the CBOR that stands in for it, or the parameters of a
  /// form; empty if it is none of them.
  public Optional<JsonNode> document() {
    return body == null ? Optional.empty() : Protocol.of(request).document(request, body);
  }

  /// Reads the request, so that it can be refused or passed on after it was looked at.
  ///
  /// @return false if it is too large, and refused
  public boolean read() throws IOException {
    var read = Bodies.read(request);
    if (read.isEmpty()) {
      Dispatcher.refuse(response, callback, Bodies.tooLarge(target().orElse("a request")));
      return false;
    }
    body = read.get();
    request = new Replay(request, read.get());
    return true;
  }

  /// Has the service answer.
  public void pass() throws Exception {
    service.answer(request, response, callback);
  }

  /// Has the service answer another request, and changes its answer unless it is a refusal.
  public void pass(JsonNode document, UnaryOperator<JsonNode> change) throws Exception {
    var format = format().orElseThrow();
    var capture = new Capture(request, response);
    service.answer(
        new Replay(request, format.write(document)),
        capture,
        Callback.from(() -> send(changed(capture.content(), format, change)), callback::failed));
  }

  private byte[] changed(byte[] answer, WireFormat format, UnaryOperator<JsonNode> change) {
    return response.getStatus() == 200
        ? format.tree(answer).map(change).map(format::write).orElse(answer)
        : answer;
  }

  private void send(byte[] answer) {
    var headers = response.getHeaders();
    headers.remove("x-amz-crc32");
    headers.remove(HttpHeader.TRANSFER_ENCODING);
    headers.put(HttpHeader.CONTENT_LENGTH, answer.length);
    response.write(true, ByteBuffer.wrap(answer), callback);
  }

  /// Has the service answer, and breaks the connection before the caller has the answer.
  ///
  /// The caller gets the headers of it: a client that has got nothing at all may try again without
  /// telling anybody, as Java's does.
  public void loseAnswer() throws Exception {
    var capture = new Capture(request, response);
    service.answer(
        request, capture, Callback.from(() -> lose(capture.content().length), callback::failed));
  }

  private void lose(int length) {
    var headers = response.getHeaders();
    headers.remove(HttpHeader.TRANSFER_ENCODING);
    headers.put(HttpHeader.CONTENT_LENGTH, Math.max(1, length));
    response.write(
        false,
        ByteBuffer.allocate(0),
        Callback.from(
            () -> callback.failed(new EofException("the answer is lost")), callback::failed));
  }

  /// Answers with a document, in place of the service.
  public void answer(JsonNode document) {
    Dispatcher.write(
        Answer.of(document, format().orElse(WireFormat.JSON), contentType()), response, callback);
  }

  /// Refuses the call in place of the service, in the caller's protocol.
  public void refuse(AwsException refusal) throws IOException {
    if (body == null) {
      // a caller that still sends would not look at the answer
      Content.Source.asInputStream(request).transferTo(OutputStream.nullOutputStream());
    }
    Dispatcher.write(Protocol.of(request).refusal(request, refusal), response, callback);
  }

  /// Ends the call without an answer.
  public void fail(Throwable cause) {
    callback.failed(cause);
  }

  private Optional<WireFormat> format() {
    return WireFormat.of(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
  }

  private String contentType() {
    return Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_TYPE))
        .orElse(Answer.JSON);
  }
}
