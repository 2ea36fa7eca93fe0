package dev.millrace.cli.dashboard;

import dev.millrace.local.kinesis.StreamStatus;
import dev.millrace.local.stack.Stack;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tools.jackson.databind.json.JsonMapper;

/// Tells the map's page what it reads, and as whom: the same file lies beside the page on AWS.
final class MapConfig extends Handler.Abstract {

  /// The outputs of a template that name the map's identity pool and its stream.
  private static final String POOL = "VisitorsPoolId";

  private static final String STREAM = "FleetStreamName";

  private final Stack stack;

  MapConfig(Stack stack) {
    this.stack = stack;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(
        true, ByteBuffer.wrap(JsonMapper.shared().writeValueAsBytes(config())), callback);
    return true;
  }

  /// A stack without an identity pool is read with a made-up key.
  private Map<String, Object> config() {
    var config = new TreeMap<String, Object>();
    config.put("region", Stack.REGION);
    config.put("local", true);
    config.put("streams", streams());
    output(POOL).ifPresent(id -> config.put("identityPoolId", id));
    return config;
  }

  /// The fleet's first, if the template names one.
  private List<String> streams() {
    var fleet = output(STREAM).orElse("");
    return stack.streams().stream()
        .map(StreamStatus::name)
        .sorted((a, b) -> Boolean.compare(b.equals(fleet), a.equals(fleet)))
        .toList();
  }

  private Optional<String> output(String name) {
    return Optional.ofNullable(stack.outputs().get(name)).map(String::valueOf);
  }
}
