package dev.millrace.local.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Sends each request to the service or route it is meant for.
final class Dispatcher extends Handler.Abstract {

  private static final String STOPS = "the gateway stops";

  private final JsonServices services;
  private volatile Exchange.Service entrance = this::serve;
  private final List<Route> routes = new CopyOnWriteArrayList<>();
  private final Set<EventSender> senders = ConcurrentHashMap.newKeySet();

  Dispatcher(JsonServices services) {
    this.services = services;
  }

  /// Lets `first` decide what becomes of each call from now on, before those that did so far.
  synchronized void intercept(Interceptor first) {
    var next = entrance;
    entrance =
        (request, response, callback) ->
            first.handle(new Exchange(request, response, callback, next));
  }

  /// Adds and starts a route behind the others; requests that come in from now on may take it.
  void add(Route route) throws Exception {
    manage(route);
    routes.add(route);
  }

  /// Adds and starts a route before the others.
  void addFirst(Route route) throws Exception {
    manage(route);
    routes.addFirst(route);
  }

  private void manage(Route route) throws Exception {
    if (!route.handler().isRunning()) {
      route.handler().setServer(getServer());
      addManaged(route.handler());
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    var origin = CrossOrigin.of(request);
    if (!LocalHost.isLocal(Request.getServerName(request))) {
      refuse(response, callback, foreignHost(request));
    } else if (origin.isEmpty()) {
      dispatch(request, response, callback);
    } else if (!CrossOrigin.isLocal(origin.get())) {
      refuse(response, callback, CrossOrigin.foreign(origin.get()));
    } else {
      var readable = CrossOrigin.readable(request, response, origin.get());
      if (CrossOrigin.isPreflight(request)) {
        CrossOrigin.allow(request, readable, callback);
      } else {
        dispatch(request, readable, callback);
      }
    }
    return true;
  }

  private void dispatch(Request request, Response response, Callback callback) throws Exception {
    entrance.answer(request, response, callback);
  }

  private void serve(Request request, Response response, Callback callback) throws Exception {
    var target = request.getHeaders().get("X-Amz-Target");
    if (target != null && services.knows(target)) {
      call(target, request, response, callback);
    } else if (!route(request, response, callback)) {
      refuse(response, callback, nobodyAnswers(request));
    }
  }

  /// Answers with an AWS error document in JSON. Perhaps nobody has read the request's body, so the
  /// connection is not used again.
  static void refuse(Response response, Callback callback, AwsException refusal) {
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    write(Answer.of(refusal), response, callback);
  }

  private void call(String target, Request request, Response response, Callback callback)
      throws IOException {
    var body = Bodies.read(request);
    if (body.isEmpty()) {
      refuse(response, callback, Bodies.tooLarge(target));
      return;
    }
    var contentType = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    switch (services.call(target, contentType, body.get())) {
      case Answer answer -> write(answer, response, callback);
      case Reply.Stream stream -> send(stream, response, callback);
    }
  }

  private void send(Reply.Stream stream, Response response, Callback callback) {
    var sender = new EventSender(stream, response, callback, senders::remove);
    senders.add(sender);
    sender.start();
    if (!isRunning()) {
      sender.fail(new EofException(STOPS));
    }
  }

  /// The peer of a connection has closed it.
  void gone(EndPoint peer) {
    senders.stream()
        .filter(sender -> sender.writesTo(peer))
        .forEach(sender -> sender.fail(new EofException("the reader is gone")));
  }

  @Override
  protected void doStop() throws Exception {
    senders.forEach(sender -> sender.fail(new EofException(STOPS)));
    super.doStop();
  }

  private boolean route(Request request, Response response, Callback callback) {
    try {
      for (var route : routes) {
        if (route.matches().test(request) && route.handler().handle(request, response, callback)) {
          return true;
        }
      }
      return false;
    } catch (Exception e) {
      var failure = JsonServices.internalFailure(describe(request), e);
      if (response.isCommitted()) {
        callback.failed(e);
      } else {
        response.reset();
        refuse(response, callback, failure);
      }
      return true;
    }
  }

  static void write(Answer answer, Response response, Callback callback) {
    response.setStatus(answer.status());
    var headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, answer.contentType());
    headers.put(HttpHeader.CONTENT_LENGTH, answer.body().length);
    headers.put("x-amzn-RequestId", UUID.randomUUID().toString());
    answer.headers().forEach(headers::put);
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
  }

  private static AwsException foreignHost(Request request) {
    return new AwsException(
        AwsError.ACCESS_DENIED,
        "The host must be localhost, a name ending in .localhost, 127.0.0.1 or [::1], was %s"
            .formatted(Request.getServerName(request)));
  }

  private static AwsException nobodyAnswers(Request request) {
    return new AwsException(
        AwsError.UNKNOWN_OPERATION, "No local service answers " + describe(request));
  }

  private static String describe(Request request) {
    var text =
        new StringBuilder(request.getMethod()).append(' ').append(request.getHttpURI().getPath());
    var target = request.getHeaders().get("X-Amz-Target");
    if (target != null) {
      text.append(", X-Amz-Target ").append(target);
    }
    Signing.service(request)
        .ifPresent(service -> text.append(", signed for the service ").append(service));
    return text.toString();
  }
}
