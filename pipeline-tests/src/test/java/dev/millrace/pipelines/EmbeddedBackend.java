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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The template on the embedded stack, its time moved by hand.
final class EmbeddedBackend implements Backend {

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
  public DynamoDbClient dynamoDb() {
    return clients.dynamoDb();
  }

  @Override
  public KinesisClient kinesis() {
    return clients.kinesis();
  }

  @Override
  public S3Client s3() {
    return clients.s3();
  }

  @Override
  public SqsClient sqs() {
    return clients.sqs();
  }

  @Override
  public String ref(String logicalId) {
    return stack.ref(logicalId);
  }

  @Override
  public List<String> log(String function) {
    return stack.logs().lines(ref(function));
  }

  @Override
  public Instant since() {
    return Instant.EPOCH;
  }

  Stack stack() {
    return stack;
  }

  SdkClients clients() {
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
