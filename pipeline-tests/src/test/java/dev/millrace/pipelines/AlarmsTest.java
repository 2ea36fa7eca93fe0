package dev.millrace.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.aws.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/// What the template's alarms and its dashboard watch is measured, under these very names.
class AlarmsTest {

  /// Of an alarm.
  private static final Pattern STAT =
      Pattern.compile(
          "Namespace: (AWS/Lambda|Millrace)\\s+MetricName: (\\w+)\\s+Dimensions:\\s+- Name: (\\w+)\\s+"
              + "Value: !Ref (\\w+)");

  /// Of the dashboard.
  private static final Pattern LINE =
      Pattern.compile("\\[\"(AWS/Lambda|Millrace)\", \"(\\w+)\", \"(\\w+)\", \"\\$\\{(\\w+)}\"]");

  private final EmbeddedBackend stack = EmbeddedBackend.shared();

  @Test
  void everyMetricThatIsWatchedExists() throws IOException {
    var pipelines = new Pipelines(stack);
    pipelines.putScore(1, "Jane", 5);
    pipelines.putReading("Shadowfax", 1);
    pipelines.put("TaxiStream", "1", "{\"type\":\"trip\",\"vendorId\":1}");
    stack.settle();

    assertThat(measured()).containsAll(watched());
  }

  private Set<String> watched() throws IOException {
    var template = Files.readString(Path.of("..", "template.yaml"));
    var watched = new TreeSet<String>();
    for (var pattern : new Pattern[] {STAT, LINE}) {
      var matcher = pattern.matcher(template);
      assertThat(matcher.results().count()).isGreaterThan(12);
      matcher
          .reset()
          .results()
          .forEach(found ->
              watched.add(
                  metric(
                      found.group(1), found.group(2), found.group(3), stack.ref(found.group(4)))));
    }
    return watched;
  }

  private Set<String> measured() {
    var measured = new TreeSet<String>();
    try (var cloudWatch =
        CloudWatchClient.builder()
            .httpClientBuilder(Apache5HttpClient.builder())
            .endpointOverride(stack.endpoint())
            .region(Region.of(Access.REGION))
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build()) {
      for (var metric : cloudWatch.listMetricsPaginator(_ -> {}).metrics()) {
        for (var dimension : metric.dimensions()) {
          measured.add(
              metric(metric.namespace(), metric.metricName(), dimension.name(), dimension.value()));
        }
      }
    }
    return measured;
  }

  private static String metric(String namespace, String name, String dimension, String value) {
    return "%s %s %s=%s".formatted(namespace, name, dimension, value);
  }
}
