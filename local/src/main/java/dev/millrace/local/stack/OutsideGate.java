package dev.millrace.local.stack;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.gateway.Route;
import dev.millrace.local.gateway.Signing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Tells callers of the gateway that a service is elsewhere, rather than that it is unknown.
final class OutsideGate {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private OutsideGate() {}

  /// @throws EndpointException if a service does not answer at all; any answer will do
  static void check(OutsideServices outside) {
    try (var http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build()) {
      outside.urls().values().stream().distinct().forEach(url -> check(url, http));
    }
  }

  private static void check(URI url, HttpClient http) {
    try {
      http.send(
          HttpRequest.newBuilder(url).timeout(PATIENCE).GET().build(), BodyHandlers.discarding());
    } catch (IOException e) {
      throw new EndpointException("the endpoint " + url + " does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EndpointException("interrupted while " + url + " was asked", e);
    }
  }

  /// Refuses what is meant for a service outside.
  static Route route(OutsideServices outside) {
    return new Route(
        request -> meant(request).flatMap(outside::url).isPresent(),
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            var service = meant(request).orElseThrow();
            Gateway.refuse(
                response,
                callback,
                new AwsException(
                    AwsError.UNKNOWN_OPERATION,
                    "The service %s is not in this stack, it is at %s"
                        .formatted(service.id(), outside.url(service).orElseThrow())));
            return true;
          }
        });
  }

  private static Optional<AwsService> meant(Request request) {
    var target = request.getHeaders().get("X-Amz-Target");
    if (target != null) {
      return AwsService.byTarget(target);
    }
    return Signing.service(request).flatMap(AwsService::byId);
  }
}
