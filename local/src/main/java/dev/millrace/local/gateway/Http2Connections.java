package dev.millrace.local.gateway;

import java.util.function.Consumer;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.Callback;

/// Makes HTTP/2 connections that say when their peer is gone.
///
/// Jetty itself leaves it to the next write to find out, because the peer of a response that is
/// under way could have closed only its own side. No client that comes here does that.
final class Http2Connections extends HTTP2CServerConnectionFactory {

  private final Consumer<EndPoint> gone;

  Http2Connections(HttpConfiguration configuration, Consumer<EndPoint> gone) {
    super(configuration);
    this.gone = gone;
  }

  @Override
  protected ServerSessionListener newSessionListener(Connector connector, EndPoint endPoint) {
    return new HTTPServerSessionListener(endPoint) {
      @Override
      public void onFailure(Session session, Throwable failure, Callback callback) {
        gone.accept(endPoint);
        super.onFailure(session, failure, callback);
      }
    };
  }
}
