package dev.millrace.local.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterCombinationException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

class CloudWatchServerTest {

  private static final Instant START = Instant.parse("2026-11-21T10:15:30Z");
  private static final Instant MINUTE = Instant.parse("2026-11-21T10:15:00Z");

  private final StackClock clock = StackClock.frozenAt(START);
  private final CloudWatchServer server = new CloudWatchServer(clock);
  private Gateway gateway;
  private CloudWatchClient cloudWatch;

  @BeforeEach
  void start() {
    gateway = Gateway.open(0);
    server.addTo(gateway);
    cloudWatch =
        CloudWatchClient.builder()
            .endpointOverride(gateway.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
  }

  @AfterEach
  void stop() {
    cloudWatch.close();
    gateway.close();
  }

  private static software.amazon.awssdk.services.cloudwatch.model.Dimension dimension(
      String name, String value) {
    return software.amazon.awssdk.services.cloudwatch.model.Dimension.builder()
        .name(name)
        .value(value)
        .build();
  }

  private void put(String name, double value) {
    cloudWatch.putMetricData(p ->
        p.namespace("Shop")
            .metricData(
                MetricDatum.builder()
                    .metricName(name)
                    .value(value)
                    .unit(StandardUnit.MILLISECONDS)
                    .dimensions(dimension("Page", "home"))
                    .build()));
  }

  private List<Datapoint> statistics(String name, int period, Statistic... statistics) {
    return cloudWatch
        .getMetricStatistics(g ->
            g.namespace("Shop")
                .metricName(name)
                .dimensions(dimension("Page", "home"))
                .startTime(MINUTE)
                .endTime(MINUTE.plus(Duration.ofHours(1)))
                .period(period)
                .statistics(statistics))
        .datapoints();
  }

  private static MetricDataQuery query(String namespace, String name, String stat) {
    return MetricDataQuery.builder()
        .id("q")
        .metricStat(
            m -> m.period(60).stat(stat).metric(t -> t.namespace(namespace).metricName(name)))
        .build();
  }

  @Test
  void valuesAreReadAsStatisticsByTheMinute() {
    put("Latency", 10);
    put("Latency", 30);
    clock.advance(Duration.ofMinutes(1));
    put("Latency", 5);

    var points =
        statistics(
            "Latency",
            60,
            Statistic.SUM,
            Statistic.AVERAGE,
            Statistic.MINIMUM,
            Statistic.MAXIMUM,
            Statistic.SAMPLE_COUNT);

    assertThat(points)
        .extracting(Datapoint::timestamp)
        .containsExactly(MINUTE, MINUTE.plusSeconds(60));
    var first = points.getFirst();
    assertThat(first.sum()).isEqualTo(40);
    assertThat(first.average()).isEqualTo(20);
    assertThat(first.minimum()).isEqualTo(10);
    assertThat(first.maximum()).isEqualTo(30);
    assertThat(first.sampleCount()).isEqualTo(2);
    assertThat(first.unit()).isEqualTo(StandardUnit.MILLISECONDS);
    assertThat(statistics("Latency", 300, Statistic.SUM))
        .extracting(Datapoint::sum)
        .containsExactly(45.0);
  }

  @Test
  void percentilesComeFromTheValues() {
    cloudWatch.putMetricData(p ->
        p.namespace("Shop")
            .metricData(
                MetricDatum.builder()
                    .metricName("Latency")
                    .values(IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList())
                    .build()));

    var points =
        cloudWatch
            .getMetricStatistics(g ->
                g.namespace("Shop")
                    .metricName("Latency")
                    .startTime(MINUTE)
                    .endTime(MINUTE.plusSeconds(60))
                    .period(60)
                    .extendedStatistics("p50", "p99"))
            .datapoints();

    assertThat(points.getFirst().extendedStatistics()).isEqualTo(Map.of("p50", 50.0, "p99", 99.0));
  }

  @Test
  void manyDifferentValuesAreKeptToWithinHalfAPercent() {
    var sample = new Sample();
    IntStream.rangeClosed(1, 100_000).forEach(i -> sample.add(i, 1));

    assertThat(sample.percentile(90)).isBetween(90_000 * 0.99, 90_000 * 1.01);
    assertThat(sample.percentile(100)).isLessThanOrEqualTo(100_000);
    assertThat(sample.sum()).isEqualTo(100_000 * 100_001L / 2.0);
  }

  @Test
  void severalMetricsAreReadAtOnce() {
    server.metrics().add(ServiceMetric.LAMBDA_INVOCATIONS, "reader", 1);
    server.metrics().add(ServiceMetric.LAMBDA_INVOCATIONS, "reader", 1);
    clock.advance(Duration.ofMinutes(2));
    server.metrics().add(ServiceMetric.LAMBDA_INVOCATIONS, "reader", 1);

    var results =
        cloudWatch
            .getMetricData(g ->
                g.startTime(MINUTE)
                    .endTime(MINUTE.plusSeconds(600))
                    .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                    .metricDataQueries(
                        MetricDataQuery.builder()
                            .id("invocations")
                            .label("Calls")
                            .metricStat(m ->
                                m.period(60)
                                    .stat("Sum")
                                    .metric(t ->
                                        t.namespace("AWS/Lambda")
                                            .metricName("Invocations")
                                            .dimensions(dimension("FunctionName", "reader"))))
                            .build(),
                        query("Shop", "Nothing", "Average")))
            .metricDataResults();

    assertThat(results.getFirst().timestamps()).containsExactly(MINUTE, MINUTE.plusSeconds(120));
    assertThat(results.getFirst().values()).containsExactly(2.0, 1.0);
    assertThat(results.getFirst().label()).isEqualTo("Calls");
    assertThat(results.getFirst().statusCodeAsString()).isEqualTo("Complete");
    assertThat(results.getLast().values()).isEmpty();
  }

  @Test
  void metricsAreListedByNamespaceNameAndDimension() {
    put("Latency", 1);
    put("Errors", 1);
    server.metrics().add(ServiceMetric.KINESIS_INCOMING_BYTES, "lines", 100);

    assertThat(cloudWatch.listMetrics().metrics()).hasSize(3);
    assertThat(cloudWatch.listMetrics(l -> l.namespace("Shop").metricName("Errors")).metrics())
        .extracting(metric -> metric.dimensions().getFirst().value())
        .containsExactly("home");
    assertThat(
            cloudWatch
                .listMetrics(
                    l -> l.dimensions(DimensionFilter.builder().name("StreamName").build()))
                .metrics())
        .extracting(metric -> metric.metricName())
        .containsExactly("IncomingBytes");
    clock.advance(Duration.ofHours(4));
    assertThat(cloudWatch.listMetrics(l -> l.recentlyActive("PT3H")).metrics()).isEmpty();
  }

  @Test
  void linesInTheEmbeddedMetricFormatBecomeMetrics() {
    server.printed(
        "reader",
        """
        {"_aws":{"Timestamp":%d,"CloudWatchMetrics":[{"Namespace":"Scores",
          "Dimensions":[["Function"],[]],
          "Metrics":[{"Name":"Records","Unit":"Count"},{"Name":"Latency","Unit":"Milliseconds"},
            {"Name":"Missing"}]}]},
         "Function":"reader","Records":3,"Latency":[10,20.5]}
        """
            .formatted(START.minusSeconds(60).toEpochMilli()));
    server.printed("reader", "{\"_aws\":{}}");
    server.printed("reader", "\"_aws\" is not JSON");

    var minuteBefore = MINUTE.minusSeconds(60);
    var points =
        cloudWatch
            .getMetricStatistics(g ->
                g.namespace("Scores")
                    .metricName("Latency")
                    .dimensions(dimension("Function", "reader"))
                    .startTime(minuteBefore)
                    .endTime(MINUTE)
                    .period(60)
                    .statistics(Statistic.SUM, Statistic.SAMPLE_COUNT))
            .datapoints();
    assertThat(points).extracting(Datapoint::sum).containsExactly(30.5);
    assertThat(points).extracting(Datapoint::sampleCount).containsExactly(2.0);
    assertThat(cloudWatch.listMetrics(l -> l.namespace("Scores")).metrics()).hasSize(4);
  }

  @Test
  void anEmbeddedTimeThatIsFarOffIsThatOfTheLine() {
    server.printed(
        "reader",
        """
        {"_aws":{"Timestamp":0,"CloudWatchMetrics":[{"Namespace":"Scores","Dimensions":[],
          "Metrics":[{"Name":"Records"}]}]},"Records":3}
        """);

    var result =
        cloudWatch.getMetricData(g ->
            g.startTime(MINUTE)
                .endTime(MINUTE.plusSeconds(60))
                .metricDataQueries(query("Scores", "Records", "Sum")));
    assertThat(result.metricDataResults().getFirst().values()).containsExactly(3.0);
  }

  @Test
  void whatIsNotSupportedIsRefusedByName() {
    assertThatThrownBy(() ->
            cloudWatch.getMetricData(g ->
                g.startTime(MINUTE)
                    .endTime(START)
                    .metricDataQueries(
                        MetricDataQuery.builder().id("e").expression("SUM(METRICS())").build())))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("Expression is not supported here, only MetricStat is");
    assertThatThrownBy(() ->
            cloudWatch.getMetricData(
                g -> g.startTime(MINUTE).endTime(START).metricDataQueries(query("A", "B", "tm90"))))
        .hasMessageContaining("was tm90");
    assertThatThrownBy(() -> statistics("Latency", 30, Statistic.SUM))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("Period must be a multiple of 60");
    assertThatThrownBy(() -> statistics("Latency", 60))
        .isInstanceOf(InvalidParameterCombinationException.class);
    assertThatThrownBy(() ->
            cloudWatch.putMetricData(p ->
                p.namespace("AWS/Lambda")
                    .metricData(MetricDatum.builder().metricName("Errors").value(1.0).build())))
        .isInstanceOf(InvalidParameterValueException.class);
    assertThatThrownBy(() -> cloudWatch.describeAlarms())
        .hasMessageContaining("DescribeAlarms is not supported here");
  }

  @Test
  void callersInJsonAreToldTheCodeOfTheQueryProtocol() throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(gateway.endpoint())
            .header("X-Amz-Target", "GraniteServiceVersion20100801.ListMetrics")
            .header("Content-Type", "application/x-amz-json-1.0")
            .POST(BodyPublishers.ofString("{\"RecentlyActive\":\"P1D\"}"))
            .build();

    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.headers().firstValue("x-amzn-query-error"))
          .contains("InvalidParameterValue;Sender");
      assertThat(answer.body()).contains("\"__type\":\"InvalidParameterValueException\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "query"})
  void olderCallersSpeakOtherProtocols(String protocol) throws IOException, InterruptedException {
    put("Latency", 1);
    var isJson = protocol.equals("json");
    var request =
        HttpRequest.newBuilder(URI.create(gateway.endpoint() + "/"))
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/monitoring/aws4_request")
            .header(
                "Content-Type",
                isJson ? "application/x-amz-json-1.0" : "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    isJson
                        ? "{\"Namespace\":\"Shop\",\"Dimensions\":[{\"Name\":\"Page\"}]}"
                        : "Action=ListMetrics&Version=2010-08-01&Namespace=Shop"
                            + "&Dimensions.member.1.Name=Page"));
    if (isJson) {
      request.header("X-Amz-Target", "GraniteServiceVersion20100801.ListMetrics");
    }

    HttpResponse<String> answer;
    try (var http = HttpClient.newHttpClient()) {
      answer = http.send(request.build(), BodyHandlers.ofString());
    }

    assertThat(answer.body())
        .contains(
            isJson
                ? "\"Metrics\":[{\"Namespace\":\"Shop\",\"MetricName\":\"Latency\""
                : "<ListMetricsResult><Metrics><member><Namespace>Shop</Namespace>");
  }

  @Test
  void thereIsRoomForSoManyMetricsAndMinutes() {
    var store = new MetricStore(clock);
    IntStream.range(0, MetricStore.MOST_SERIES + 10)
        .forEach(i -> store.add(ServiceMetric.LAMBDA_ERRORS, "f" + i, 1));
    assertThat(store.metricsSince(Instant.EPOCH)).hasSize(MetricStore.MOST_SERIES);

    var series = new Series();
    IntStream.range(0, Series.MOST_MINUTES + 10)
        .forEach(i -> series.add(START.plusSeconds(60L * i), 1));
    assertThat(series.spans(MINUTE, START.plus(Duration.ofDays(2)), 60))
        .hasSize(Series.MOST_MINUTES);
  }
}
