package dev.millrace.local.services;

import java.time.Duration;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// Passes requests on to a server on this machine, bodies streamed both ways.
///
/// The caller's `Host` is kept, so that what the server derives from it (a virtual host, a
/// signature) stays true.
final class ReverseProxy extends ProxyHandler.Reverse {

  /// Longer than SQS's longest poll (20 s), shorter than the servers keep a connection (30 s), so
  /// that no request meets a connection that is just being closed.
  private static final Duration IDLE = Duration.ofSeconds(25);

  /// Each waiting SQS receiver holds one.
  private static final int MOST_CONNECTIONS = 1024;

  ReverseProxy(int port) {
    super(request -> target(request, port));
  }

  @Override
  protected void configureHttpClient(HttpClient client) {
    super.configureHttpClient(client);
    client.setIdleTimeout(IDLE.toMillis());
    client.setMaxConnectionsPerDestination(MOST_CONNECTIONS);
    // as it came, compressed or not
    client.getContentDecoderFactories().clear();
    client.setUserAgentField(null);
  }

  @Override
  protected void copyRequestHeaders(
      Request request, org.eclipse.jetty.client.Request proxyRequest) {
    super.copyRequestHeaders(request, proxyRequest);
    // HTTP/2 names the host in the request line
    var host = request.getHttpURI().getAuthority();
    proxyRequest.headers(headers -> headers.put(HttpHeader.HOST, host));
  }

  @Override
  protected void addProxyHeaders(Request request, org.eclipse.jetty.client.Request proxyRequest) {
    // one machine, one stack: there is no chain of proxies to tell of
  }

  @Override
  protected @Nullable HttpField filterServerToProxyResponseField(HttpField field) {
    // the gateway has the stack's time
    return field.is(HttpHeader.DATE.asString()) ? null : field;
  }

  private static HttpURI target(Request request, int port) {
    return HttpURI.build(request.getHttpURI()).scheme("http").authority("127.0.0.1", port);
  }
}
