package dev.millrace.cli.stats;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamType;
import software.amazon.awssdk.services.firehose.model.ListDeliveryStreamsRequest;
import software.amazon.awssdk.services.kinesis.model.KinesisResponse;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/// Asks the services what is there and what it has done.
///
/// @param last how far to look back
public record StatsReader(StatsClients clients, Duration last) {

  private static final List<Measure> OF_STREAMS =
      List.of(
          Measure.RECORDS_IN,
          Measure.BYTES_IN,
          Measure.RECORDS_OUT,
          Measure.BYTES_OUT,
          Measure.WRITES_THROTTLED);
  private static final List<Measure> OF_FUNCTIONS =
      List.of(
          Measure.INVOCATIONS,
          Measure.ERRORS,
          Measure.TOTAL_DURATION,
          Measure.DURATIONS,
          Measure.ITERATOR_AGE);

  private static final Pattern SOURCE =
      Pattern.compile("arn:[^:]*:([^:]+):[^:]*:[^:]*:(?:\\w+/)?([^/:]+).*");

  /// How everything is now.
  public Stats read() {
    var pages = clients.kinesis().listStreamsPaginator().stream().toList();
    var streams = pages.stream().flatMap(page -> page.streamNames().stream()).sorted().toList();
    var functions =
        clients.lambda().listFunctionsPaginator().functions().stream()
            .map(FunctionConfiguration::functionName)
            .sorted()
            .toList();
    var deliveries = deliveries();
    var measures = new Measures();
    measures.ask(OF_STREAMS, streams);
    measures.ask(OF_FUNCTIONS, functions);
    measures.ask(List.of(Measure.DELIVERY_IN), deliveries);
    measures.fetch(clients.metrics(), now(pages.getFirst()), last);
    return new Stats(
        streams.stream().map(name -> stream(name, measures)).toList(),
        functions.stream().map(name -> function(name, measures)).toList(),
        mappings(),
        deliveries.stream().map(name -> delivery(name, measures)).toList(),
        last);
  }

  /// The services' time, by which they count: a stack's clock may be far ahead of this machine's.
  private static Instant now(KinesisResponse answer) {
    return answer
        .sdkHttpResponse()
        .firstMatchingHeader("Date")
        .map(date -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from))
        .orElseGet(Instant::now);
  }

  private Stats.Stream stream(String name, Measures measures) {
    var summary = clients.kinesis().describeStreamSummary(request -> request.streamName(name));
    return new Stats.Stream(
        name,
        summary.streamDescriptionSummary().openShardCount(),
        measures.count(Measure.RECORDS_IN, name),
        measures.count(Measure.BYTES_IN, name),
        measures.count(Measure.RECORDS_OUT, name),
        measures.count(Measure.BYTES_OUT, name),
        measures.count(Measure.WRITES_THROTTLED, name));
  }

  private static Stats.Function function(String name, Measures measures) {
    var durations = measures.count(Measure.DURATIONS, name);
    var total = measures.value(Measure.TOTAL_DURATION, name);
    return new Stats.Function(
        name,
        measures.count(Measure.INVOCATIONS, name),
        measures.count(Measure.ERRORS, name),
        durations == 0 || total.isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(total.getAsDouble() / durations),
        measures.value(Measure.ITERATOR_AGE, name));
  }

  private List<Stats.Mapping> mappings() {
    return clients.lambda().listEventSourceMappingsPaginator().eventSourceMappings().stream()
        .map(StatsReader::mapping)
        .sorted(Comparator.comparing(Stats.Mapping::function).thenComparing(Stats.Mapping::source))
        .toList();
  }

  private static Stats.Mapping mapping(EventSourceMappingConfiguration mapping) {
    var function = mapping.functionArn().replaceFirst(".*:function:", "");
    var arn = String.valueOf(mapping.eventSourceArn());
    var matcher = SOURCE.matcher(arn);
    var source = matcher.matches() ? matcher.group(1) + " " + matcher.group(2) : arn;
    var last = mapping.lastProcessingResult();
    return new Stats.Mapping(function, source, mapping.state(), last == null ? "" : last);
  }

  private List<String> deliveries() {
    var names = new ArrayList<String>();
    var request = ListDeliveryStreamsRequest.builder();
    while (true) {
      var page = clients.firehose().listDeliveryStreams(request.build());
      names.addAll(page.deliveryStreamNames());
      if (!page.hasMoreDeliveryStreams() || page.deliveryStreamNames().isEmpty()) {
        return names.stream().sorted().toList();
      }
      request.exclusiveStartDeliveryStreamName(page.deliveryStreamNames().getLast());
    }
  }

  private Stats.Delivery delivery(String name, Measures measures) {
    var delivery =
        clients
            .firehose()
            .describeDeliveryStream(request -> request.deliveryStreamName(name))
            .deliveryStreamDescription();
    return new Stats.Delivery(
        name,
        delivery.deliveryStreamStatusAsString(),
        delivery.deliveryStreamType() == DeliveryStreamType.KINESIS_STREAM_AS_SOURCE
            ? OptionalLong.empty()
            : OptionalLong.of(measures.count(Measure.DELIVERY_IN, name)));
  }
}
