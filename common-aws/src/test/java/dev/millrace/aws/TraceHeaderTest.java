package dev.millrace.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/// A function's calls belong to the trace of its invocation.
class TraceHeaderTest {

  private static final String TRACE =
      "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

  @Test
  void theHeaderOfTheInvocationIsPassedOnWithEveryCall() throws Exception {
    var headers = new LinkedBlockingQueue<String>();
    var server = server(headers);
    var function = function(server.getAddress().getPort());
    try {
      assertThat(headers.poll(60, TimeUnit.SECONDS)).isEqualTo(TRACE);
      assertThat(function.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      function.destroyForcibly();
      server.stop(0);
    }
  }

  private static HttpServer server(LinkedBlockingQueue<String> headers) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          headers.add(exchange.getRequestHeaders().getFirst("X-Amzn-Trace-Id"));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  /// A process with the variables that Lambda sets.
  private static Process function(int port) throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Function.class.getName(),
            "http://127.0.0.1:" + port);
    builder.environment().put("AWS_LAMBDA_FUNCTION_NAME", "readings");
    builder.environment().put("_X_AMZN_TRACE_ID", TRACE);
    builder.environment().put("AWS_REGION", "us-east-1");
    builder.environment().put("AWS_ACCESS_KEY_ID", "test");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "test");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// What stands for a function.
  static final class Function {

    private Function() {}

    /// Makes one call to the endpoint that it is given.
    public static void main(String[] args) {
      var client = AwsClients.build(KinesisClient.builder().endpointOverride(URI.create(args[0])));
      client.listStreams();
    }
  }
}
