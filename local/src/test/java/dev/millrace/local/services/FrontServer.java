package dev.millrace.local.services;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/// One loopback port in front of some services.
final class FrontServer implements AutoCloseable {

  private record Entry(Predicate<Request> accepts, Handler handler) {}

  private final Server server = new Server();
  private final ServerConnector connector;
  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  FrontServer() throws Exception {
    var http = new HttpConfiguration();
    connector =
        new ServerConnector(
            server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            for (var entry : entries) {
              if (entry.accepts.test(request)) {
                return entry.handler.handle(request, response, callback);
              }
            }
            return false;
          }
        });
    server.start();
  }

  int port() {
    return connector.getLocalPort();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port());
  }

  void add(Predicate<Request> accepts, Handler handler) throws Exception {
    handler.setServer(server);
    server.addBean(handler);
    handler.start();
    entries.add(new Entry(accepts, handler));
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
