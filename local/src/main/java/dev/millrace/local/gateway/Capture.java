package dev.millrace.local.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Keeps the body of an answer from its caller. Status and headers are set as always.
final class Capture extends Response.Wrapper {

  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  Capture(Request request, Response response) {
    super(request, response);
  }

  byte[] content() {
    return content.toByteArray();
  }

  @Override
  public void write(boolean last, @Nullable ByteBuffer buffer, Callback callback) {
    content.writeBytes(BufferUtil.toArray(buffer));
    callback.succeeded();
  }
}
