package dev.millrace.local.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/// Cannot be made, in the way its environment says.
public final class BrokenHandler implements RequestHandler<String, String> {

  public BrokenHandler() {
    if ("exit".equals(System.getenv("HOW"))) {
      System.exit(5);
    }
    throw new IllegalArgumentException("TABLE must be set");
  }

  @Override
  public String handleRequest(String event, Context context) {
    return event;
  }
}
