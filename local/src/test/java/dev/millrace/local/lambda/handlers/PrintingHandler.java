package dev.millrace.local.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.stream.Stream;

/// Prints in every way.
public final class PrintingHandler implements RequestHandler<String, String> {

  static {
    System.out.println("loaded");
  }

  @Override
  public String handleRequest(String event, Context context) {
    System.out.println("out " + event);
    System.err.println("err äöü");
    context.getLogger().log("logger one");
    context.getLogger().log("logger two\nin two lines");
    Stream.of("reference").forEach(System.out::println);
    System.out.print("no line end");
    return event;
  }
}
