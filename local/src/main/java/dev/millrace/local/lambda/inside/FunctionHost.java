package dev.millrace.local.lambda.inside;

import java.io.PrintStream;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// What `System` is to a function that shares its JVM with others.
///
/// Every function's class loader has a copy of this class with fields of its own, and directs the
/// function's uses of the `System` members of the same names here.
public final class FunctionHost {

  /// Unwinds the stack of a function that called `System.exit`.
  public static final class Exit extends Error {
    private static final long serialVersionUID = 1;

    Exit(int status) {
      super("System.exit(" + status + ")", null, false, false);
    }
  }

  /// Stands for `System.out`.
  @SuppressWarnings("NonFinalStaticField") // as in System, setOut changes it
  public static PrintStream out = System.out;

  /// Stands for `System.err`.
  @SuppressWarnings("NonFinalStaticField")
  public static PrintStream err = System.err;

  @SuppressWarnings("NonFinalStaticField")
  private static Map<String, String> variables = Map.of();

  @SuppressWarnings("NonFinalStaticField")
  private static Consumer<String> log = _ -> {};

  @SuppressWarnings("NonFinalStaticField")
  private static IntConsumer exit = _ -> {};

  private FunctionHost() {}

  /// Sets this loader's copy up.
  ///
  /// @param variables the function's whole environment
  /// @param output where it prints
  /// @param log takes entries from Lambda's logger
  /// @param exit is told when the function ends its environment
  public static void init(
      Map<String, String> variables, PrintStream output, Consumer<String> log, IntConsumer exit) {
    FunctionHost.variables = Map.copyOf(variables);
    FunctionHost.out = output;
    FunctionHost.err = output;
    FunctionHost.log = log;
    FunctionHost.exit = exit;
  }

  /// Stands for `System.getenv(String)`.
  public static @Nullable String getenv(String name) {
    return variables.get(Objects.requireNonNull(name));
  }

  /// Stands for `System.getenv()`.
  public static Map<String, String> getenv() {
    return variables;
  }

  /// Stands for `System.exit(int)`.
  public static void exit(int status) {
    exit.accept(status);
    throw new Exit(status);
  }

  /// Stands for `System.setOut(PrintStream)`.
  public static void setOut(PrintStream stream) {
    out = Objects.requireNonNull(stream);
  }

  /// Stands for `System.setErr(PrintStream)`.
  public static void setErr(PrintStream stream) {
    err = Objects.requireNonNull(stream);
  }

  static void log(String message) {
    log.accept(message);
  }
}
