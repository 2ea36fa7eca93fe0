package dev.millrace.benchmarks.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;

/// Does nothing, and does not even read its event.
public final class EmptyFunction implements RequestStreamHandler {

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context) {
    Entry.now(context);
  }
}
