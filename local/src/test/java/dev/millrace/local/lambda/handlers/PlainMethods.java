package dev.millrace.local.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;

/// Implements none of Lambda's interfaces.
public final class PlainMethods {

  public String greet(String name, Context context) {
    return "Hello " + name + " from " + context.getFunctionName();
  }

  /// Bytes of an answer of a given size.
  public String fill(int size) {
    return "x".repeat(size);
  }
}
