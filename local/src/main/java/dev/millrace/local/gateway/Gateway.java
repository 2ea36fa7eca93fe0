package dev.millrace.local.gateway;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The one port that everything local listens on, on 127.0.0.1 only.
///
/// It speaks HTTP/1.1 and, to clients that begin with its preface, HTTP/2. Services called by
/// `X-Amz-Target` are looked up first, then the routes in the order in which they were added. A
/// request that nobody answers, or for a host that is not local, gets an AWS error document.
///
/// Connections have no idle time-out: on the loopback interface a peer that is gone closes its
/// socket, and some calls wait as long as a function may run.
public final class Gateway implements AutoCloseable {

  private static final int MOST_HEADER_BYTES = 64 << 10;

  private final JsonServices services = new JsonServices();
  private final Dispatcher dispatcher = new Dispatcher(services);
  private final QueuedThreadPool threads = new QueuedThreadPool();
  private final Server server = new Server(threads);
  private final ServerConnector connector;

  private Gateway(int port, InstantSource clock) {
    connector = connector(server, dispatcher, clock);
    connector.setPort(port);
    threads.setName("gateway");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("gateway-request-", 0).factory()));
    server.addConnector(connector);
    server.setHandler(dispatcher);
  }

  /// Starts listening, at this machine's time.
  ///
  /// @param port 0 for any free one
  /// @throws PortInUseException if another process has the port
  public static Gateway open(int port) {
    return open(port, InstantSource.system());
  }

  /// Starts listening.
  ///
  /// @param port 0 for any free one
  /// @param clock the time that answers bear
  /// @throws PortInUseException if another process has the port
  public static Gateway open(int port, InstantSource clock) {
    var gateway = new Gateway(port, clock);
    try {
      gateway.connector.open();
      gateway.server.start();
      return gateway;
    } catch (Exception e) {
      gateway.close();
      throw isPortInUse(e)
          ? new PortInUseException(port, e)
          : new IllegalStateException("The gateway does not start on port " + port, e);
    }
  }

  /// Where clients find it: the value for `AWS_ENDPOINT_URL`.
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /// The port it listens on.
  public int port() {
    return connector.getLocalPort();
  }

  /// Adds a service, at any time.
  ///
  /// @throws IllegalStateException if its target prefix is taken
  public void add(JsonService service) {
    services.add(service);
  }

  /// Adds a service in the query protocol, at any time.
  public void add(QueryService service) {
    var handler = new QueryHandler(service);
    add(new Route(handler::accepts, handler));
  }

  /// Adds a service in Smithy's RPC v2 CBOR, at any time.
  public void add(RpcService service) {
    var handler = new RpcHandler(service);
    add(new Route(handler::accepts, handler));
  }

  /// Adds a route behind those already there, at any time, and starts its handler.
  public void add(Route route) {
    try {
      dispatcher.add(route);
    } catch (Exception e) {
      throw new IllegalStateException("The route's handler does not start: " + route.handler(), e);
    }
  }

  /// Adds a route before those already there, at any time, and starts its handler.
  public void addFirst(Route route) {
    try {
      dispatcher.addFirst(route);
    } catch (Exception e) {
      throw new IllegalStateException("The route's handler does not start: " + route.handler(), e);
    }
  }

  /// Lets `first` decide what becomes of each call from now on. What it passes on, those decide
  /// about that were added before.
  public void intercept(Interceptor first) {
    dispatcher.intercept(first);
  }

  /// Answers a request with an AWS error document in JSON; for the handlers of routes.
  public static void refuse(Response response, Callback callback, AwsException refusal) {
    Dispatcher.refuse(response, callback, refusal);
  }

  /// Stops listening, ends open connections and stops the routes' handlers.
  @Override
  public void close() {
    try {
      server.stop();
      connector.close();
    } catch (Exception e) {
      throw new IllegalStateException("The gateway does not stop", e);
    }
  }

  private static boolean isPortInUse(Throwable e) {
    return e instanceof IOException
        && (e instanceof BindException || e.getCause() instanceof BindException);
  }

  private static ServerConnector connector(
      Server server, Dispatcher dispatcher, InstantSource clock) {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MOST_HEADER_BYTES);
    // S3 keys and ARNs in paths may hold anything, encoded slashes and dots among them
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.addCustomizer((request, headers) -> {
      headers.putDate(HttpHeader.DATE, clock.millis());
      return request;
    });
    var http2 = new Http2Connections(http, dispatcher::gone);
    // the guard against hostile frames also hits a busy client, and everybody here is local
    http2.setRateControlFactory(new RateControl.Factory() {});
    http2.setMaxConcurrentStreams(1024);
    http2.setStreamIdleTimeout(0);
    var connector = new ServerConnector(server, new HttpConnectionFactory(http), http2);
    connector.setHost("127.0.0.1");
    connector.setIdleTimeout(0);
    return connector;
  }
}
