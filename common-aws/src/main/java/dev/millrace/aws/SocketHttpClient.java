package dev.millrace.aws;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/// HTTP/1.1 for calls of AWS's services and nothing more, so that a cold start loads little: no
/// proxies, no redirects, no cookies, and an answer is in memory before it is returned.
///
/// Connections are kept for later calls. One that was closed meanwhile, or that has been idle so
/// long that it may be, as it is when a function thaws, is not used again. A call that fails is not
/// repeated: that is for the function, which knows what a repetition means.
final class SocketHttpClient implements SdkHttpClient {

  /// AWS's services close connections that were idle for a minute or less.
  private static final Duration MAX_IDLE = Duration.ofSeconds(20);

  private final Duration connectTimeout;
  private final Duration answerTimeout;
  private final InstantSource clock;
  private final Supplier<SocketFactory> tls;
  private final Map<Origin, Deque<Connection>> idle = new ConcurrentHashMap<>();

  /// @param answerTimeout how long to wait for more of an answer
  /// @param clock the time of day, which goes on while a function is frozen
  SocketHttpClient(Duration connectTimeout, Duration answerTimeout, InstantSource clock) {
    this(connectTimeout, answerTimeout, clock, SSLSocketFactory::getDefault);
  }

  /// @param tls asked for at the first connection that needs it
  SocketHttpClient(
      Duration connectTimeout,
      Duration answerTimeout,
      InstantSource clock,
      Supplier<SocketFactory> tls) {
    this.tls = tls;
    this.connectTimeout = connectTimeout;
    this.answerTimeout = answerTimeout;
    this.clock = clock;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new Call(request);
  }

  @Override
  public String clientName() {
    return "Socket";
  }

  /// Closes the connections that nobody uses.
  @Override
  public void close() {
    idle.values().forEach(connections -> connections.forEach(Connection::close));
    idle.clear();
  }

  private Connection connection(Origin origin) throws IOException {
    var connections = idle(origin);
    for (var kept = connections.pollFirst(); kept != null; kept = connections.pollFirst()) {
      if (kept.isUsable(clock.instant().minus(MAX_IDLE))) {
        return kept;
      }
      kept.close();
    }
    return Connection.open(origin, connectTimeout, answerTimeout, tls);
  }

  private Deque<Connection> idle(Origin origin) {
    return idle.computeIfAbsent(origin, _ -> new ConcurrentLinkedDeque<>());
  }

  /// One request on its way.
  private final class Call implements ExecutableHttpRequest {

    private final HttpExecuteRequest request;
    private @Nullable Connection connection;
    private boolean aborted;

    Call(HttpExecuteRequest request) {
      this.request = request;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      var origin = Origin.of(request.httpRequest());
      var used = use(SocketHttpClient.this.connection(origin));
      try {
        var answer = HttpExchange.send(request, used);
        if (answer.keepAlive()) {
          used.idleSince(clock.instant());
          idle(origin).addFirst(used);
        } else {
          used.close();
        }
        return answer.response();
      } catch (IOException | RuntimeException e) {
        used.close();
        throw e;
      }
    }

    /// Called by another thread when a call takes too long.
    @Override
    public synchronized void abort() {
      aborted = true;
      if (connection != null) {
        connection.close();
      }
    }

    private synchronized Connection use(Connection opened) throws IOException {
      if (aborted) {
        opened.close();
        throw new IOException("the call was aborted");
      }
      connection = opened;
      return opened;
    }
  }
}
