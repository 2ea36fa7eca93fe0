package dev.millrace.cli.dashboard;

import dev.millrace.local.gateway.Route;
import dev.millrace.local.stack.Stack;
import java.net.URI;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.resource.ResourceFactory;

/// The pages of a stack, at its own port under `/_millrace/`: the pipelines as a picture, and the
/// map of the fleet.
public final class Dashboard {

  private static final String PATH = "/_millrace";

  private Dashboard() {}

  /// Gives a stack its pages.
  ///
  /// @return where they are
  public static URI add(Stack stack) {
    var config = new ContextHandler(new MapConfig(stack), PATH + "/map/config.json");
    config.setAllowNullPathInContext(true);
    var contexts =
        new ContextHandlerCollection(
            new ContextHandler(new Api(stack), PATH + "/api"),
            config,
            new ContextHandler(files("META-INF/resources/fleet-map/"), PATH + "/map"),
            new ContextHandler(files("dev/millrace/cli/dashboard/site/"), PATH));
    stack.add(new Route(Dashboard::isMeant, new Guarded(contexts)));
    return stack.endpoint().resolve(PATH + "/");
  }

  private static boolean isMeant(Request request) {
    var path = request.getHttpURI().getPath();
    return path.equals(PATH) || path.startsWith(PATH + "/");
  }

  private static Handler files(String folder) {
    var files = new ResourceHandler();
    files.setBaseResource(ResourceFactory.of(files).newClassLoaderResource(folder, false));
    files.setCacheControl("no-cache");
    files.setDirAllowed(false);
    return files;
  }

  /// Lets a page run and ask nothing but what this stack has.
  private static final class Guarded extends Handler.Wrapper {

    Guarded(Handler pages) {
      super(pages);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      response
          .getHeaders()
          .put(
              "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                  + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                  + " frame-ancestors 'none'")
          .put("X-Content-Type-Options", "nosniff")
          .put("Referrer-Policy", "no-referrer");
      if (!super.handle(request, response, callback)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
      return true;
    }
  }
}
