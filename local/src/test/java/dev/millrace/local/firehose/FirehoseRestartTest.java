package dev.millrace.local.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.glue.GlueServer;
import dev.millrace.local.kinesis.KinesisServer;
import dev.millrace.local.mapping.StreamSignals;
import dev.millrace.local.services.Clients;
import dev.millrace.local.services.S3Service;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamType;
import software.amazon.awssdk.services.firehose.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

class FirehoseRestartTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String ROLE = "arn:aws:iam::000000000000:role/delivery";

  @TempDir private Path folder = Path.of("");

  private final StackClock clock = StackClock.frozenAt(Instant.parse("2026-11-21T10:15:30Z"));
  private final StreamSignals signals = new StreamSignals();
  private Gateway outside;
  private S3Service s3Service;
  private S3Client s3;
  private KinesisClient kinesis;
  private Path file;
  private Run run;

  /// One life of a server.
  private final class Run implements AutoCloseable {

    private final Gateway gateway = Gateway.open(0);
    private final GlueServer glue =
        new GlueServer(clock, "000000000000", Optional.of(folder.resolve("glue.journal")));
    private final FirehoseClient client = Clients.at(gateway.endpoint(), FirehoseClient.builder());
    private final FirehoseServer server =
        new FirehoseServer(
            clock,
            new Neighbours(s3, kinesis, glue, Functions.NONE, _ -> Optional.empty(), signals),
            new Activity(),
            "us-east-1",
            "000000000000",
            7,
            Optional.of(file));

    Run() {
      gateway.add(glue.service());
      gateway.add(server.service());
      server.resume();
    }

    @Override
    public void close() {
      server.close();
      glue.close();
      client.close();
      gateway.close();
    }
  }

  @BeforeEach
  void start() {
    file = folder.resolve("firehose.journal");
    outside = Gateway.open(0);
    outside.add(
        new KinesisServer(clock, "us-east-1", "000000000000", signals::published).service());
    kinesis = Clients.at(outside.endpoint(), KinesisClient.builder());
    s3Service = S3Service.start();
    outside.add(s3Service.route());
    s3 = Clients.at(outside.endpoint(), S3Client.builder().forcePathStyle(true));
    s3.createBucket(c -> c.bucket("bucket"));
    kinesis.createStream(c -> c.streamName("source").shardCount(2));
    run = new Run();
  }

  @AfterEach
  void stop() {
    run.close();
    s3.close();
    kinesis.close();
    outside.close();
    s3Service.close();
  }

  /// Takes what a kill would leave now, lets the old server do what `meanwhile` says, and starts
  /// the next one with what was left.
  private void kill(Runnable meanwhile) throws IOException {
    var left = Files.copy(file, folder.resolve(file.getFileName() + "+"));
    meanwhile.run();
    run.close();
    file = left;
    run = new Run();
  }

  private void create(String name, DeliveryStreamType type) {
    run.client.createDeliveryStream(c -> {
      c.deliveryStreamName(name)
          .deliveryStreamType(type)
          .extendedS3DestinationConfiguration(d ->
              d.bucketARN("arn:aws:s3:::bucket")
                  .roleARN(ROLE)
                  .bufferingHints(b -> b.sizeInMBs(1).intervalInSeconds(60)));
      if (type == DeliveryStreamType.KINESIS_STREAM_AS_SOURCE) {
        c.kinesisStreamSourceConfiguration(s ->
            s.kinesisStreamARN("arn:aws:kinesis:us-east-1:000000000000:stream/source")
                .roleARN(ROLE));
      }
    });
  }

  private String put(String name, String text) {
    return run.client
        .putRecord(
            p -> p.deliveryStreamName(name).record(r -> r.data(SdkBytes.fromUtf8String(text))))
        .recordId();
  }

  private void putToSource(String text) {
    kinesis.putRecord(
        p -> p.streamName("source").partitionKey(text).data(SdkBytes.fromUtf8String(text)));
  }

  private void pass(Duration time) throws InterruptedException {
    assertThat(run.server.awaitIdle(LONG)).isTrue();
    clock.advance(time);
    assertThat(run.server.awaitIdle(LONG)).isTrue();
  }

  private List<String> objects() {
    return s3.listObjectsV2(l -> l.bucket("bucket")).contents().stream()
        .map(
            object -> s3.getObjectAsBytes(g -> g.bucket("bucket").key(object.key())).asUtf8String())
        .toList();
  }

  @Test
  void whatWasPutIsDeliveredWhenItsTimeComes() throws Exception {
    create("orders", DeliveryStreamType.DIRECT_PUT);
    var first = put("orders", "one,");
    clock.advance(Duration.ofSeconds(40));

    kill(() -> {});
    var second = put("orders", "two,");
    pass(Duration.ofSeconds(19));
    assertThat(objects()).isEmpty();
    pass(Duration.ofSeconds(1));

    assertThat(objects()).containsExactly("one,two,");
    assertThat(second).isNotEqualTo(first);
    assertThat(run.server.statuses().getFirst().recordsIn()).isEqualTo(2);
  }

  @Test
  void anObjectThatWasStoredUnnotedIsNotThereTwice() throws Exception {
    create("orders", DeliveryStreamType.DIRECT_PUT);
    put("orders", "one,");

    kill(() -> {
      try {
        pass(Duration.ofSeconds(60));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      assertThat(objects()).containsExactly("one,");
    });
    pass(Duration.ZERO);

    assertThat(objects()).containsExactly("one,");
    assertThat(run.server.statuses().getFirst().recordsDelivered()).isEqualTo(1);
  }

  @Test
  void aSourceIsReadOnWithoutAGapOrARepeat() throws Exception {
    putToSource("before,");
    create("copies", DeliveryStreamType.KINESIS_STREAM_AS_SOURCE);
    putToSource("a");
    putToSource("b");
    pass(Duration.ZERO);

    kill(() -> {});
    putToSource("c");
    run.close();
    putToSource("d");
    run = new Run();
    putToSource("e");
    pass(Duration.ofSeconds(60));

    assertThat(String.join("", objects()).chars().sorted().toArray())
        .containsExactly('a', 'b', 'c', 'd', 'e');
  }

  @Test
  void theChildrenOfShardsThatWereSplitMeanwhileAreReadToo() throws Exception {
    create("copies", DeliveryStreamType.KINESIS_STREAM_AS_SOURCE);
    putToSource("a");
    run.close();
    kinesis.updateShardCount(
        u -> u.streamName("source").targetShardCount(4).scalingType("UNIFORM_SCALING"));
    for (var text : List.of("b", "c", "d", "e")) {
      putToSource(text);
    }

    run = new Run();
    pass(Duration.ofSeconds(60));

    assertThat(String.join("", objects()).chars().sorted().toArray())
        .containsExactly('a', 'b', 'c', 'd', 'e');
  }

  @Test
  void aDeletedDeliveryStreamStaysDeletedAndStillDelivers() throws Exception {
    create("orders", DeliveryStreamType.DIRECT_PUT);
    put("orders", "one,");
    s3.deleteBucket(d -> d.bucket("bucket"));
    run.client.deleteDeliveryStream(d -> d.deliveryStreamName("orders"));
    assertThat(run.server.awaitIdle(LONG)).isTrue();

    s3.createBucket(c -> c.bucket("bucket"));
    kill(() -> {});
    pass(Duration.ZERO);

    assertThat(objects()).containsExactly("one,");
    assertThatThrownBy(() -> put("orders", "two,")).isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void manyPutsBetweenRestartsAreDeliveredOnceEach() throws Exception {
    create("orders", DeliveryStreamType.DIRECT_PUT);
    var expected = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      put("orders", i + ",");
      expected.append(i).append(',');
      if (i % 7 == 3) {
        kill(() -> {});
      }
      pass(Duration.ofSeconds(i % 5 == 0 ? 60 : 7));
    }
    pass(Duration.ofSeconds(60));

    var delivered = String.join("", objects()).split(",");
    assertThat(delivered).containsExactlyInAnyOrder(expected.toString().split(","));
  }
}
