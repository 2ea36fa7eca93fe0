package dev.millrace.local.firehose;

import dev.millrace.local.lambda.InvokeResult;
import dev.millrace.local.lambda.Invoker;

/// Functions for tests.
final class Functions {

  static final Invoker NONE =
      (name, _) -> new InvokeResult.NotReached("ResourceNotFoundException", name);

  private Functions() {}
}
