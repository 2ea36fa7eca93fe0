package dev.millrace.cli.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cli.aws.Access;
import dev.millrace.cli.consume.RecordWriter.Format;
import dev.millrace.cli.fake.FakeSession;
import dev.millrace.cli.feed.AggregatingFeeder;
import dev.millrace.cli.feed.Keyed;
import dev.millrace.cli.feed.OpenShards;
import dev.millrace.cli.feed.Progress;
import dev.millrace.cli.feed.StreamFeeder;
import dev.millrace.cli.produce.Limits;
import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.kinesis.KinesisServer;
import dev.millrace.local.time.StackClock;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/// Reads the embedded Kinesis; a pause moves its clock.
class TailTest {

  private final StackClock clock = StackClock.frozenAt(Instant.parse("2026-01-01T00:00:00Z"));
  private final Gateway gateway = Gateway.open(0);
  private final FakeSession session = new FakeSession();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private KinesisServer server;
  private KinesisClient kinesis;

  @BeforeEach
  void start() {
    server = new KinesisServer(clock, "us-east-1", "000000000000", _ -> {});
    gateway.add(server.service());
    kinesis = Access.at(gateway.endpoint()).to(KinesisClient.builder()).build();
    kinesis.createStream(request -> request.streamName("s").shardCount(1));
    clock.advance(Duration.ofSeconds(10));
    session.paused = () -> clock.advance(Duration.ofSeconds(1));
  }

  @AfterEach
  void stop() {
    kinesis.close();
    gateway.close();
    server.close();
    clock.close();
  }

  private void put(String key, String data) {
    kinesis.putRecord(
        request -> request.streamName("s").partitionKey(key).data(SdkBytes.fromUtf8String(data)));
  }

  private void split() {
    kinesis.splitShard(request ->
        request
            .streamName("s")
            .shardToSplit("shardId-000000000000")
            .newStartingHashKey("170141183460469231731687303715884105728"));
    clock.advance(Duration.ofSeconds(10));
  }

  private List<String> read(Position from, Format format, long max) {
    return read(from, format, max, Optional.empty());
  }

  private List<String> read(Position from, Format format, long max, Optional<String> shard) {
    new Tail(kinesis, session, List.of("s"), shard, from)
        .run(new Tail.Until(Limits.FOREVER, true), new RecordWriter(out, format, false, max));
    return out.toString(UTF_8).lines().toList();
  }

  @Test
  void everyRecordIsReadThroughASplitAndThoseOfAKeyInOrder() {
    IntStream.range(0, 20).forEach(i -> put("k" + i % 4, "{\"before\": " + i + "}"));
    split();
    IntStream.range(0, 20).forEach(i -> put("k" + i % 4, "{\"after\": " + i + "}"));

    var lines = read(new Position.TrimHorizon(), Format.LINE, Long.MAX_VALUE);

    assertThat(lines).hasSize(40);
    assertThat(lines.subList(0, 20)).allMatch(line -> line.startsWith("0  "));
    assertThat(lines.subList(20, 40))
        .allMatch(line -> line.startsWith("1  ") || line.startsWith("2  "));
    assertThat(lines.getFirst()).isEqualTo("0  2026-01-01T00:00:10.000Z  k0  {\"before\":0}");
    for (var i = 0; i < 4; i++) {
      var key = "  k" + i + "  ";
      assertThat(lines.stream().filter(line -> line.contains(key)))
          .extracting(line -> line.replaceAll(".*:(\\d+)}$", "$1"))
          .containsExactlyElementsOf(numbers(i));
    }
  }

  private static List<String> numbers(int first) {
    return IntStream.range(0, 10).mapToObj(i -> String.valueOf(first + i % 5 * 4)).toList();
  }

  @Test
  void latestShowsOnlyWhatComesLaterAlsoFromAShardThatIsSplitMeanwhile() {
    put("k", "old");
    var steps = new int[1];
    session.paused =
        () -> {
          clock.advance(Duration.ofSeconds(1));
          switch (steps[0]++) {
            case 0 -> put("k", "one");
            case 1 -> split();
            case 2 -> put("k", "two");
            default -> {}
          }
        };

    new Tail(kinesis, session, List.of("s"), Optional.empty(), new Position.Latest())
        .run(new Tail.Until(Limits.FOREVER, false), new RecordWriter(out, Format.RAW, false, 2));

    assertThat(out.toString(UTF_8)).isEqualTo("one\ntwo\n");
  }

  @Test
  void anIteratorThatExpiredIsReplaced() {
    var steps = new int[1];
    session.paused =
        () -> {
          clock.advance(Duration.ofMinutes(6));
          put("k", "record " + steps[0]++);
        };

    new Tail(kinesis, session, List.of("s"), Optional.empty(), new Position.TrimHorizon())
        .run(new Tail.Until(Limits.FOREVER, false), new RecordWriter(out, Format.RAW, false, 3));

    assertThat(out.toString(UTF_8)).isEqualTo("record 0\nrecord 1\nrecord 2\n");
  }

  @Test
  void packedRecordsAreTakenApartUnlessRawOnesAreWanted() {
    var progress = new Progress();
    var feeder =
        new AggregatingFeeder(
            new StreamFeeder(kinesis, "s", progress, session),
            new OpenShards(kinesis, "s", session::nanos));
    for (var i = 0; i < 1000; i++) {
      feeder.send(
          new Keyed(
              "k" + i % 7,
              ("{\"i\":" + i + ",\"pad\":\"" + "x".repeat(60) + "\"}").getBytes(UTF_8),
              true));
    }
    feeder.flush();

    var lines = read(new Position.TrimHorizon(), Format.JSON, Long.MAX_VALUE);

    assertThat(progress.sent()).isEqualTo(1000);
    assertThat(progress.puts()).isEqualTo(2);
    assertThat(lines).hasSize(1000);
    for (var i = 0; i < 1000; i++) {
      assertThat(lines.get(i))
          .contains("\"partitionKey\":\"k" + i % 7 + "\"", "\"json\":{\"i\":" + i + ",");
    }
    out.reset();
    clock.advance(Duration.ofSeconds(1));
    assertThat(read(new Position.TrimHorizon(), Format.RAW, 1)).isNotEmpty();
    assertThat(out.toByteArray()).startsWith(0xF3, 0x89, 0x9A, 0xC2);
  }

  @Test
  void oneShardIsReadFromASequenceNumberOn() {
    put("k", "zero");
    var second =
        kinesis.putRecord(request ->
            request.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String("one")));
    split();
    put("k", "child");

    assertThat(
            read(
                new Position.Sequence(second.sequenceNumber()),
                Format.RAW,
                Long.MAX_VALUE,
                Optional.of("0")))
        .containsExactly("one");
  }

  @Test
  void aTimeIsWhereEveryShardBegins() {
    put("k", "early");
    split();
    put("k", "child, early");
    clock.advance(Duration.ofSeconds(5));
    var time = clock.instant();
    put("k", "late");

    assertThat(read(new Position.At(time), Format.RAW, Long.MAX_VALUE)).containsExactly("late");
  }

  @Test
  void whatWouldHarmATerminalIsEscaped() {
    put("k\u001b[2J", "\u001b[31mred\n");

    assertThat(read(new Position.TrimHorizon(), Format.LINE, 1))
        .containsExactly("0  2026-01-01T00:00:10.000Z  \"k\\u001b[2J\"  \"\\u001b[31mred\\n\"");
  }

  @Test
  void aShardThatIsNotThereIsTold() {
    assertThatThrownBy(() -> read(new Position.TrimHorizon(), Format.RAW, 1, Optional.of("7")))
        .isInstanceOf(ConsumeException.class)
        .hasMessage("stream s has no shard 7");
  }
}
