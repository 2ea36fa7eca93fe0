package dev.millrace.local.cloudwatch;

import dev.millrace.local.Checkpoint;
import dev.millrace.local.gateway.AwsAction;
import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.gateway.JsonService;
import dev.millrace.local.gateway.QueryService;
import dev.millrace.local.gateway.RpcService;
import dev.millrace.local.time.StackClock;
import java.util.List;

/// CloudWatch's metrics: what services measure, what functions print and what callers put, read as
/// statistics.
///
/// Minutes are those of the stack's clock. Metrics are in memory only.
///
/// Deviates from AWS: the latest 1,440 minutes with values of 2,000 metrics are kept; there are no
/// alarms, dashboards, expressions, metric streams or periods below a minute.
public final class CloudWatchServer {

  private static final String ID = "GraniteServiceVersion20100801";
  private static final String NAMESPACE = "http://monitoring.amazonaws.com/doc/2010-08-01/";

  private final MetricStore store;
  private final EmbeddedMetrics embedded;

  /// @param clock whose minutes they are
  public CloudWatchServer(StackClock clock) {
    this.store = new MetricStore(clock);
    this.embedded = new EmbeddedMetrics(store, clock);
  }

  /// Where services report what they measure.
  public Metrics metrics() {
    return store;
  }

  /// The way back to a stack that measured nothing.
  public Checkpoint checkpoint() {
    return store::clear;
  }

  /// Takes the metrics of a line that a function printed, if it has any.
  ///
  /// @param source the function, for warnings
  public void printed(String source, String line) {
    embedded.line(source, line);
  }

  /// Adds the API to a gateway, in each of the protocols that SDKs speak to CloudWatch.
  public void addTo(Gateway gateway) {
    List<AwsAction<?, ?>> actions =
        List.of(
            new AwsAction<>(
                "GetMetricData",
                GetMetricData.Request.class,
                request -> GetMetricData.apply(store, request)),
            new AwsAction<>(
                "GetMetricStatistics",
                GetMetricStatistics.Request.class,
                request -> GetMetricStatistics.apply(store, request)),
            new AwsAction<>(
                "ListMetrics",
                ListMetrics.Request.class,
                request -> ListMetrics.apply(store, request)),
            new AwsAction<>(
                "PutMetricData",
                PutMetricData.Request.class,
                request -> PutMetricData.apply(store, request)));
    gateway.add(new RpcService(ID, actions));
    gateway.add(new JsonService(ID, List.copyOf(actions), true));
    gateway.add(new QueryService("monitoring", NAMESPACE, actions));
  }
}
