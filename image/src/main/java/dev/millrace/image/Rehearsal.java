package dev.millrace.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;

/// Lets a function answer its events some times, for its JVM to write down what it has loaded and
/// linked, against services that say yes to everything.
final class Rehearsal {

  /// In the answer of a function that could not do its work.
  private static final String FAILURE = "itemIdentifier";

  private static final int TIMES = 20;
  private static final long TIMEOUT_MILLIS = 60_000;

  private final List<String> command;
  private final Map<String, String> variables;
  private final Path log;

  /// @param command what starts the function and makes it leave an archive when it ends
  /// @param variables the function's own settings
  /// @param log what it puts out
  Rehearsal(List<String> command, Map<String, String> variables, Path log) {
    this.command = new ArrayList<>(command);
    this.variables = Map.copyOf(variables);
    this.log = log;
  }

  /// Runs it.
  ///
  /// @throws IOException if the function does not answer what it should, with what it put out
  void run(List<byte[]> events) throws IOException, InterruptedException {
    try (var services = new Endpoint(ServerSocketFactory.getDefault());
        var invocations = new Invocations()) {
      var process = start(services.url(false), invocations.address());
      try {
        for (var i = 0; i < TIMES; i++) {
          for (var event : events) {
            invocations.offer(event);
            await(invocations);
          }
        }
        // not destroy, which closes what it writes to; it writes its archive now
        process.toHandle().destroy();
        if (!process.waitFor(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
          throw failed("did not end");
        }
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private void await(Invocations invocations) throws IOException, InterruptedException {
    var reply = invocations.poll(TIMEOUT_MILLIS).orElseThrow(() -> failed("did not answer"));
    if (!reply.isAnswer() || reply.text().contains(FAILURE)) {
      throw failed("answered %s: %s".formatted(reply.path(), reply.text()));
    }
  }

  private Process start(String services, String runtimeApi) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    var environment = builder.environment();
    environment.clear();
    environment.putAll(
        Map.of(
            "AWS_LAMBDA_RUNTIME_API", runtimeApi,
            "AWS_LAMBDA_FUNCTION_NAME", "rehearsal",
            "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512",
            "AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/rehearsal",
            "AWS_LAMBDA_LOG_STREAM_NAME", "rehearsal",
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "rehearsal",
            "AWS_SECRET_ACCESS_KEY", "rehearsal",
            "ENDPOINT_URL", services));
    environment.put("AWS_SESSION_TOKEN", "rehearsal");
    environment.putAll(variables);
    return builder.start();
  }

  private IOException failed(String what) {
    try {
      return new IOException(
          "the function %s; it put out:%n%s".formatted(what, Files.readString(log)));
    } catch (IOException e) {
      return new IOException("the function %s, and its log cannot be read".formatted(what), e);
    }
  }
}
