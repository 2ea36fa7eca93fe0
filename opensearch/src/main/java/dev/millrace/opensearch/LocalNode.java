package dev.millrace.opensearch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.common.unit.TimeValue;
import org.opensearch.env.Environment;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.PluginInfo;
import org.opensearch.transport.Netty4ModulePlugin;

/// A cluster of one node on the loopback interface, with OpenSearch's core, its transport and the
/// ingest processor `copy`.
///
/// Deviates from OpenSearch Service: there is no Painless, so that scripts are refused, no other
/// processor but the core's, and neither Dashboards nor security.
final class LocalNode extends Node {

  private static final TimeValue RECOVERY_LIMIT = TimeValue.timeValueMinutes(1);

  private LocalNode(Environment environment) {
    super(
        environment,
        List.of(
            plugin("transport-netty4", Netty4ModulePlugin.class),
            plugin("ingest", IngestProcessors.class)),
        true);
  }

  /// A node that is not started yet.
  ///
  /// @param data where its indices are, made if it is not there
  static LocalNode in(Path data) {
    var settings =
        Settings.builder()
            .put("path.home", data.toString())
            .put("path.data", data.resolve("data").toString())
            .put("path.logs", data.resolve("logs").toString())
            .put("cluster.name", "millrace")
            .put("node.name", "millrace")
            .put("discovery.type", "single-node")
            .put("network.host", "127.0.0.1")
            .put("http.port", "0")
            .put("transport.port", "0")
            // a machine in use has a full disk more often than a server
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
    return new LocalNode(
        InternalSettingsPreparer.prepareEnvironment(
            settings, Map.of(), data.resolve("config"), () -> "millrace"));
  }

  /// Waits until the indices that were there before can be read; gives up on those that cannot.
  void awaitIndices() {
    client()
        .admin()
        .cluster()
        .prepareHealth()
        .setWaitForYellowStatus()
        .setTimeout(RECOVERY_LIMIT)
        .get();
  }

  int port() {
    return injector()
        .getInstance(HttpServerTransport.class)
        .boundAddress()
        .publishAddress()
        .getPort();
  }

  private static PluginInfo plugin(String name, Class<? extends Plugin> plugin) {
    return new PluginInfo(
        name,
        name,
        Version.CURRENT.toString(),
        Version.CURRENT,
        "25",
        plugin.getName(),
        List.of(),
        false);
  }
}
