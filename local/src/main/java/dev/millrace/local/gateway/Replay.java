package dev.millrace.local.gateway;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Request;

/// A request whose body was read, with that body or another one, not compressed.
final class Replay extends Request.Wrapper {

  private final ByteBufferContentSource body;
  private final HttpFields headers;
  private final int length;

  Replay(Request request, byte[] body) {
    super(request);
    this.length = body.length;
    this.body = new ByteBufferContentSource(ByteBuffer.wrap(body));
    this.headers =
        HttpFields.build(request.getHeaders())
            .remove(HttpHeader.CONTENT_ENCODING)
            .remove(HttpHeader.TRANSFER_ENCODING)
            // so that the answer can be read here
            .remove(HttpHeader.ACCEPT_ENCODING)
            .put(HttpHeader.CONTENT_LENGTH, length)
            .asImmutable();
  }

  @Override
  public HttpFields getHeaders() {
    return headers;
  }

  @Override
  public long getLength() {
    return length;
  }

  @Override
  public Content.Chunk read() {
    return body.read();
  }

  @Override
  public boolean consumeAvailable() {
    return true;
  }

  @Override
  public void demand(Runnable demand) {
    body.demand(demand);
  }

  @Override
  public void fail(Throwable failure) {
    body.fail(failure);
  }
}
