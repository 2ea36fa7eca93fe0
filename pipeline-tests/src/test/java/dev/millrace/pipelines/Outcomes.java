package dev.millrace.pipelines;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/// Prints what was checked and what was not, and why.
final class Outcomes implements TestWatcher {

  @Override
  public void testSuccessful(ExtensionContext context) {
    print("ok: " + context.getDisplayName());
  }

  @Override
  public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
    print("skipped: " + context.getDisplayName() + ": " + reason(cause));
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    print("FAILED: " + context.getDisplayName() + ": " + reason(cause));
  }

  /// Leaves out all tests of a class.
  static void abort(String reason) {
    print("skipped: " + reason);
    Assumptions.abort(reason);
  }

  private static String reason(@Nullable Throwable cause) {
    return Optional.ofNullable(cause)
        .map(Throwable::getMessage)
        .map(message -> message.replaceFirst("^Assumption failed: ", ""))
        .orElse("");
  }

  private static void print(String line) {
    System.out.println(line);
  }
}
