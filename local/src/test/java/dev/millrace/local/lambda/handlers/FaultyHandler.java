package dev.millrace.local.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.concurrent.CountDownLatch;

/// Fails in the way the event says.
public final class FaultyHandler implements RequestHandler<String, String> {

  @Override
  public String handleRequest(String how, Context context) {
    switch (how) {
      case "throw" -> throw new IllegalStateException("it broke");
      case "hang" -> hang();
      case "exit" -> System.exit(3);
      case "exit, stubbornly" -> {
        try {
          System.exit(4);
        } catch (Throwable e) {
          return "did not exit: " + e;
        }
      }
      case "exit cleanly" -> System.exit(0);
      case "overflow" -> recurse(1);
      default -> {
        return "well";
      }
    }
    return "unreachable";
  }

  private static void hang() {
    try {
      System.out.println("hanging");
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long recurse(long depth) {
    return depth < 0 ? depth : depth + recurse(depth + 1);
  }
}
