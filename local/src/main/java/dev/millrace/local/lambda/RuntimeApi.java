package dev.millrace.local.lambda;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The Runtime API server of one stack, on a free loopback port.
///
/// Each execution environment has a path of its own. A runtime that asks for its next invocation
/// holds a connection, but no thread.
final class RuntimeApi implements AutoCloseable {

  /// The runtime interface client sends X-Ray causes of up to 1 MiB as a header.
  private static final int MOST_HEADER_BYTES = 2 << 20;

  private static final String VERSION = "/2018-06-01/runtime";

  /// What an execution environment hears from its runtime.
  interface Listener {

    /// The runtime asks for work; `poll` is answered when there is some.
    void next(Poll poll);

    /// The handler answered; false if the runtime has no invocation with this id.
    boolean response(String requestId, byte[] payload);

    /// The handler threw; false if the runtime has no invocation with this id.
    boolean error(String requestId, byte[] payload);

    /// The handler could not be made.
    void initError(byte[] payload);
  }

  /// A runtime's unanswered request for work.
  record Poll(Response response, Callback callback) {

    void deliver(Invocation invocation, long deadlineMillis) {
      var headers = response.getHeaders();
      headers.put("Lambda-Runtime-Aws-Request-Id", invocation.requestId());
      headers.put("Lambda-Runtime-Deadline-Ms", Long.toString(deadlineMillis));
      headers.put("Lambda-Runtime-Invoked-Function-Arn", invocation.functionArn());
      headers.put("Lambda-Runtime-Trace-Id", invocation.traceId(deadlineMillis / 1000));
      if (!invocation.clientContext().isEmpty()) {
        headers.put("Lambda-Runtime-Client-Context", invocation.clientContext());
      }
      headers.put(HttpHeader.CONTENT_TYPE, "application/json");
      headers.put(HttpHeader.CONTENT_LENGTH, invocation.event().length);
      response.write(true, ByteBuffer.wrap(invocation.event()), callback);
    }
  }

  private final Map<String, Listener> runtimes = new ConcurrentHashMap<>();
  private final QueuedThreadPool threads = new QueuedThreadPool();
  private final Server server = new Server(threads);
  private final ServerConnector connector = connector(server);

  /// Starts listening.
  static RuntimeApi open() {
    var api = new RuntimeApi();
    api.threads.setName("lambda-runtime-api");
    api.threads.setDaemon(true);
    api.threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("lambda-runtime-api-", 0).factory()));
    api.server.addConnector(api.connector);
    api.server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws IOException {
            api.handle(request, response, callback);
            return true;
          }
        });
    try {
      api.server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the Runtime API server does not start", e);
    }
    return api;
  }

  /// Listens to the runtime of an environment.
  ///
  /// @return the runtime's `AWS_LAMBDA_RUNTIME_API`
  String add(String id, Listener runtime) {
    runtimes.put(id, runtime);
    return "127.0.0.1:%d/%s".formatted(connector.getLocalPort(), id);
  }

  void remove(String id) {
    runtimes.remove(id);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the Runtime API server does not stop", e);
    }
  }

  private void handle(Request request, Response response, Callback callback) throws IOException {
    var path = Request.getPathInContext(request);
    int slash = path.indexOf('/', 1);
    var runtime = slash < 0 ? null : runtimes.get(path.substring(1, slash));
    if (runtime == null) {
      answer(response, callback, 404, "no execution environment at " + path);
      return;
    }
    handle(runtime, path.substring(slash), request, response, callback);
  }

  private static void handle(
      Listener runtime, String path, Request request, Response response, Callback callback)
      throws IOException {
    var call = request.getMethod() + " " + path;
    if (call.equals("GET " + VERSION + "/invocation/next")) {
      runtime.next(new Poll(response, callback));
      return;
    }
    var body = Content.Source.asInputStream(request).readAllBytes();
    if (call.equals("POST " + VERSION + "/init/error")) {
      runtime.initError(body);
      answer(response, callback, 202, "OK");
      return;
    }
    var accepted =
        requestId(call, "/response")
            .map(id -> runtime.response(id, body))
            .or(() -> requestId(call, "/error").map(id -> runtime.error(id, body)));
    if (accepted.isEmpty()) {
      answer(response, callback, 404, "the Runtime API has no " + call);
    } else if (accepted.get()) {
      answer(response, callback, 202, "OK");
    } else {
      answer(response, callback, 400, "no such invocation: " + call);
    }
  }

  private static Optional<String> requestId(String call, String action) {
    var prefix = "POST " + VERSION + "/invocation/";
    return call.startsWith(prefix) && call.endsWith(action)
        ? Optional.of(call.substring(prefix.length(), call.length() - action.length()))
        : Optional.empty();
  }

  private static void answer(Response response, Callback callback, int status, String text) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    var body = "{\"status\":\"%s\"}".formatted(text).getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  private static ServerConnector connector(Server server) {
    var http = new HttpConfiguration();
    http.setRequestHeaderSize(MOST_HEADER_BYTES);
    http.setSendServerVersion(false);
    var connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    // a runtime waits for work as long as there is none
    connector.setIdleTimeout(0);
    return connector;
  }
}
