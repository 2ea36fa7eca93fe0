package dev.millrace.local.services;

import dev.millrace.local.gateway.Route;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/// SQS: ElasticMQ on a port of its own, reached through the gateway. Queues live in memory.
public final class SqsService implements AutoCloseable {

  private final SQSRestServer server;
  private final Handler handler;

  private SqsService(SQSRestServer server, int port) {
    this.server = server;
    this.handler = new ReverseProxy(port);
  }

  /// Starts without queues.
  ///
  /// @param gatewayPort the port that queue URLs name
  /// @param region the region in queue ARNs
  /// @param account the account in queue ARNs and URLs
  public static SqsService start(int gatewayPort, String region, String account) {
    var server =
        SQSRestServerBuilder.withInterface("127.0.0.1")
            .withPort(0)
            .withServerAddress(new NodeAddress("http", "127.0.0.1", gatewayPort, ""))
            .withAWSRegion(region)
            .withAWSAccountId(account)
            .start();
    return new SqsService(server, server.waitUntilStarted().localAddress().getPort());
  }

  /// Its part of the gateway.
  public Route route() {
    return new Route(SqsService::accepts, handler);
  }

  /// Whether a request is for SQS: in the JSON protocol by its target, in the query protocol (a
  /// posted form) unless it is signed for another service.
  static boolean accepts(Request request) {
    var target = request.getHeaders().get("X-Amz-Target");
    if (target != null) {
      return target.startsWith("AmazonSQS.");
    }
    var type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    return type != null
        && type.startsWith("application/x-www-form-urlencoded")
        && Signing.service(request).map("sqs"::equals).orElse(true);
  }

  @Override
  public void close() {
    server.stopAndWait();
  }
}
