package dev.millrace.pipelines;

import dev.millrace.local.Checkpoint;
import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.stack.SdkClients;
import dev.millrace.local.stack.Stack;
import dev.millrace.local.stack.StackOptions;
import dev.millrace.local.time.StackClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The template on the embedded stack, its time moved by hand.
final class EmbeddedBackend implements StackBackend {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Stack stack;
  private final SdkClients clients;

  EmbeddedBackend(Map<String, String> parameters) {
    this(parameters, UnaryOperator.identity());
  }

  /// @param more options of the stack
  EmbeddedBackend(Map<String, String> parameters, UnaryOperator<StackOptions> more) {
    var options =
        new StackOptions(
                Path.of("..", "template.yaml"),
                parameters,
                "millrace",
                0,
                FunctionMode.IN_PROCESS,
                StackClock.frozenAt(START),
                Optional.empty())
            .withoutQuotas();
    stack = Stack.start(more.apply(options));
    clients = new SdkClients(stack.endpoint());
  }

  /// The template with its defaults, one for all classes of a JVM, as it is at its start. It ends
  /// with the JVM.
  static EmbeddedBackend shared() {
    Shared.FRESH.restore();
    return Shared.BACKEND;
  }

  /// Started when it is asked for first.
  private static final class Shared {
    static final EmbeddedBackend BACKEND = new EmbeddedBackend(Map.of());
    static final Checkpoint FRESH = BACKEND.stack().checkpoint();
  }

  URI endpoint() {
    return stack.endpoint();
  }

  @Override
  public Stack stack() {
    return stack;
  }

  @Override
  public SdkClients clients() {
    return clients;
  }

  @Override
  public void eventually(Runnable checks) {
    settle();
    checks.run();
  }

  /// Lets everything go through that was put.
  void settle() {
    stack.drain(PATIENCE);
  }

  @Override
  public Optional<String> lacks(Ability ability) {
    return Optional.empty();
  }

  @Override
  public void close() {
    clients.close();
    stack.close();
  }
}
