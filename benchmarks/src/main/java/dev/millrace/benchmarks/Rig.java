package dev.millrace.benchmarks;

import dev.millrace.benchmarks.function.EmptyFunction;
import dev.millrace.benchmarks.function.EventFunction;
import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.kinesis.KinesisServer;
import dev.millrace.local.kinesis.Quotas;
import dev.millrace.local.lambda.FunctionConfig;
import dev.millrace.local.lambda.FunctionLogs;
import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.lambda.Functions;
import dev.millrace.local.lambda.FunctionsOptions;
import dev.millrace.local.mapping.EventSourceMappings;
import dev.millrace.local.mapping.StreamSignals;
import dev.millrace.local.mapping.api.MappingsApi;
import dev.millrace.local.stack.SdkClients;
import dev.millrace.local.stack.Stack;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/// What a Kinesis stream needs to reach a function, and nothing else: the gateway, the Kinesis
/// server, the functions and their event source mappings. They talk HTTP, as in a whole stack.
final class Rig implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /// Functions of one kind and the mappings that feed them.
  private record Side(Functions functions, EventSourceMappings mappings, MappingCalls calls) {}

  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final Path code = Path.of(System.getProperty("millrace.home"), "benchmarks");
  private final URI endpoint;
  private final KinesisClient kinesis;
  private final HttpClient http = keep(HttpClient.newHttpClient());
  private final Map<FunctionMode, Side> sides = new EnumMap<>(FunctionMode.class);

  private Rig(boolean signalling, List<FunctionMode> modes) {
    var clock = keep(StackClock.ticking());
    var signals = new StreamSignals();
    var gateway = keep(Gateway.open(0));
    gateway.add(
        new KinesisServer(
                clock,
                Stack.REGION,
                Stack.ACCOUNT,
                arn -> {
                  if (signalling) {
                    signals.published(arn);
                  }
                },
                Quotas.none())
            .service());
    endpoint = gateway.endpoint();
    var clients = keep(new SdkClients(endpoint));
    kinesis = clients.kinesis();
    for (var mode : modes) {
      var logs = keep(FunctionLogs.inMemory(clock));
      var functions = keep(Functions.open(FunctionsOptions.of(mode, gateway::endpoint, logs)));
      var mappings =
          keep(
              new EventSourceMappings(
                  clock,
                  functions,
                  kinesis,
                  clients.dynamoDbStreams(),
                  (arn, message) -> {
                    throw new IllegalStateException("nothing should fail here: " + message.text());
                  },
                  signals,
                  new Activity()));
      // of its own: a gateway serves one set of functions
      var api = keep(Gateway.open(0));
      api.add(MappingsApi.route(mappings, functions, Rig::role));
      sides.put(mode, new Side(functions, mappings, new MappingCalls(http, api.endpoint())));
    }
  }

  /// Everything in one JVM except functions that run as processes.
  ///
  /// @param signalling whether a put wakes the mappings up, as in a stack; else they only poll, at
  ///   the rate at which Lambda does
  static Rig start(boolean signalling, FunctionMode... modes) {
    return new Rig(signalling, List.of(modes));
  }

  /// Where Kinesis answers.
  URI endpoint() {
    return endpoint;
  }

  KinesisClient kinesis() {
    return kinesis;
  }

  /// Makes a function that does nothing.
  ///
  /// @param parsing whether it gets its event parsed
  /// @param concurrency most invocations at one time
  void function(FunctionMode mode, String name, boolean parsing, int concurrency) {
    side(mode)
        .functions()
        .register(
            new FunctionConfig(
                name,
                (parsing ? EventFunction.class : EmptyFunction.class).getName(),
                "java25",
                code.resolve("target/function"),
                512,
                Duration.ofMinutes(1),
                Map.of(),
                Stack.REGION,
                Stack.ACCOUNT,
                concurrency));
  }

  /// Starts a mapping that reads from the oldest record.
  ///
  /// @return its uuid
  String map(FunctionMode mode, String stream, String function, int batchSize) {
    return side(mode).calls().create(stream, function, batchSize);
  }

  /// Takes a mapping away once it has delivered everything.
  ///
  /// @param records how many it must have delivered
  void finish(FunctionMode mode, String uuid, long records) throws InterruptedException {
    var mappings = side(mode).mappings();
    awaitIdle(mode);
    var status = mappings.statuses().stream().filter(each -> each.uuid().equals(uuid)).findFirst();
    mappings.stop(uuid);
    var delivered =
        status.filter(each -> each.recordsResolved() - each.recordsDiscarded() == records);
    if (delivered.isEmpty()) {
      throw new IllegalStateException(
          "%d records were to be delivered: %s".formatted(records, status));
    }
  }

  void awaitIdle(FunctionMode mode) throws InterruptedException {
    if (!side(mode).mappings().awaitIdle(PATIENCE)) {
      throw new IllegalStateException("still busy: " + side(mode).mappings().statuses());
    }
  }

  private Side side(FunctionMode mode) {
    var side = sides.get(mode);
    if (side == null) {
      throw new IllegalArgumentException("no functions " + mode);
    }
    return side;
  }

  private static String role(String function) {
    return "arn:aws:iam::%s:role/%s".formatted(Stack.ACCOUNT, function);
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    running.push(closeable);
    return closeable;
  }

  @Override
  public void close() {
    for (var each : running) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException("not stopped: " + each, e);
      }
    }
  }
}
