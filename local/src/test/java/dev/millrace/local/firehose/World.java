package dev.millrace.local.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.glue.GlueServer;
import dev.millrace.local.kinesis.KinesisServer;
import dev.millrace.local.lambda.Invoker;
import dev.millrace.local.mapping.StreamSignals;
import dev.millrace.local.services.Clients;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.ProcessingConfiguration;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;
import software.amazon.awssdk.services.firehose.model.ProcessorType;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/// A Firehose server and what it needs, with objects in memory and a clock that stands still.
final class World implements AutoCloseable {

  static final Instant START = Instant.parse("2026-11-21T10:15:30Z");
  static final String ROLE = "arn:aws:iam::000000000000:role/delivery";
  static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:change";

  private static final Duration LONG = Duration.ofSeconds(60);

  final StackClock clock;
  final FakeS3 s3;
  final KinesisClient kinesis;
  final FirehoseServer server;
  final FirehoseClient firehose;
  private final Gateway gateway = Gateway.open(0);

  World(Invoker functions) {
    this(functions, _ -> Optional.empty());
  }

  World(Invoker functions, Function<String, Optional<URI>> domains) {
    this(StackClock.frozenAt(START), new FakeS3(), functions, domains, Optional.empty());
  }

  World(
      StackClock clock,
      FakeS3 s3,
      Invoker functions,
      Function<String, Optional<URI>> domains,
      Optional<Path> file) {
    this.clock = clock;
    this.s3 = s3;
    var signals = new StreamSignals();
    gateway.add(
        new KinesisServer(clock, "us-east-1", "000000000000", signals::published).service());
    kinesis = Clients.at(gateway.endpoint(), KinesisClient.builder());
    var glue = new GlueServer(clock, "000000000000", Optional.empty());
    server =
        new FirehoseServer(
            clock,
            new Neighbours(s3, kinesis, glue, functions, domains, signals),
            new Activity(),
            "us-east-1",
            "000000000000",
            7,
            file);
    gateway.add(server.service());
    server.resume();
    firehose = Clients.at(gateway.endpoint(), FirehoseClient.builder());
  }

  void create(Consumer<ExtendedS3DestinationConfiguration.Builder> settings) {
    firehose.createDeliveryStream(c ->
        c.deliveryStreamName("orders")
            .extendedS3DestinationConfiguration(e -> destination(e, settings)));
  }

  /// Buffers for a minute.
  static void destination(
      ExtendedS3DestinationConfiguration.Builder e,
      Consumer<ExtendedS3DestinationConfiguration.Builder> settings) {
    e.roleARN(ROLE)
        .bucketARN("arn:aws:s3:::bucket")
        .bufferingHints(b -> b.sizeInMBs(1).intervalInSeconds(60));
    settings.accept(e);
  }

  static Consumer<ProcessingConfiguration.Builder> processing(Processor... processors) {
    return p -> p.enabled(true).processors(processors);
  }

  /// @param parameters names and values in turn
  static Processor processor(String type, String... parameters) {
    var processor = Processor.builder().type(ProcessorType.fromValue(type));
    var list = new ArrayList<ProcessorParameter>();
    for (var i = 0; i < parameters.length; i += 2) {
      list.add(
          ProcessorParameter.builder()
              .parameterName(parameters[i])
              .parameterValue(parameters[i + 1])
              .build());
    }
    return processor.parameters(list).build();
  }

  void put(String... records) {
    put(Arrays.stream(records).map(SdkBytes::fromUtf8String).toArray(SdkBytes[]::new));
  }

  void put(SdkBytes... records) {
    for (var record : records) {
      firehose.putRecord(p -> p.deliveryStreamName("orders").record(r -> r.data(record)));
    }
  }

  /// Moves the clock, and waits for what that started.
  void pass(Duration time) throws InterruptedException {
    await();
    clock.advance(time);
    await();
  }

  void await() throws InterruptedException {
    assertThat(server.awaitIdle(LONG)).isTrue();
  }

  @Override
  public void close() {
    server.close();
    firehose.close();
    kinesis.close();
    gateway.close();
  }
}
