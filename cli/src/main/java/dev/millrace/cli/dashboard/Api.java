package dev.millrace.cli.dashboard;

import dev.millrace.cli.dashboard.Picture.Kind;
import dev.millrace.cli.dashboard.Picture.Node;
import dev.millrace.cli.replay.ReplayException;
import dev.millrace.local.stack.Stack;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import software.amazon.awssdk.core.exception.SdkException;
import tools.jackson.databind.json.JsonMapper;

/// What the pages ask for, in JSON.
///
/// - `GET picture`: the [Picture]
/// - `GET content?of=ID&part=NAME`: the [Content] of one thing in it
/// - `POST replay?of=ID`: sends the failure messages of a queue again; what came of it as a
///   [Content]
///
/// Everything else is refused, with a `message` that says why.
final class Api extends Handler.Abstract {

  private final Stack stack;
  private final Failures failures;
  private final Contents contents;

  Api(Stack stack) {
    this.stack = stack;
    this.failures = new Failures(stack.endpoint());
    this.contents = new Contents(stack, failures);
  }

  private record Refusal(String message) {}

  /// Something that cannot be answered, with the status that says so.
  private static final class RefusedException extends RuntimeException {
    private final int status;

    RefusedException(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    try {
      write(HttpStatus.OK_200, answer(request), response, callback);
    } catch (RefusedException e) {
      write(e.status, new Refusal(String.valueOf(e.getMessage())), response, callback);
    } catch (SdkException | ReplayException e) {
      write(
          HttpStatus.BAD_GATEWAY_502,
          new Refusal(String.valueOf(e.getMessage())),
          response,
          callback);
    }
    return true;
  }

  private Object answer(Request request) {
    var path = Request.getPathInContext(request);
    return switch (request.getMethod() + " " + path) {
      case "GET /picture" -> Painter.paint(stack);
      case "GET /content" -> contents.of(node(request), parameter(request, "part"));
      case "POST /replay" -> replay(node(request));
      default -> throw unknown(request.getMethod(), path);
    };
  }

  private Content replay(Node node) {
    if (node.kind() != Kind.QUEUE) {
      throw new RefusedException(
          HttpStatus.BAD_REQUEST_400, "only queues can be replayed, not " + node.id());
    }
    return Content.ofLines("Replayed", failures.replay(node.name()));
  }

  private Node node(Request request) {
    var id =
        parameter(request, "of")
            .orElseThrow(() ->
                new RefusedException(HttpStatus.BAD_REQUEST_400, "the parameter of is missing"));
    return Painter.paint(stack).nodes().stream()
        .filter(node -> node.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> new RefusedException(HttpStatus.NOT_FOUND_404, "the stack has no " + id));
  }

  private static Optional<String> parameter(Request request, String name) {
    return Optional.ofNullable(Request.extractQueryParameters(request).getValue(name));
  }

  private static RefusedException unknown(String method, String path) {
    return HttpMethod.GET.is(method) || HttpMethod.POST.is(method)
        ? new RefusedException(HttpStatus.NOT_FOUND_404, "nothing answers " + method + " " + path)
        : new RefusedException(
            HttpStatus.METHOD_NOT_ALLOWED_405, "only GET and POST are answered, not " + method);
  }

  private static void write(int status, Object body, Response response, Callback callback) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, ByteBuffer.wrap(JsonMapper.shared().writeValueAsBytes(body)), callback);
  }
}
