package dev.millrace.local.stack.handlers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/// Asks the port in its environment what to answer to an event; fails if the answer is empty.
public final class AskingHandler implements RequestStreamHandler {

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    var port = Integer.parseInt(System.getenv("PORT"));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      new DataOutputStream(socket.getOutputStream())
          .writeUTF(new String(event.readAllBytes(), UTF_8));
      var told = new DataInputStream(socket.getInputStream()).readUTF();
      if (told.isEmpty()) {
        throw new IllegalStateException("told to fail");
      }
      answer.write(told.getBytes(UTF_8));
    }
  }
}
