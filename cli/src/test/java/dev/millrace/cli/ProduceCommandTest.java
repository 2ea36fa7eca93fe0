package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.aws.Access;
import dev.millrace.common.KplAggregate;
import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.kinesis.KinesisServer;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/// The command over the embedded Kinesis.
class ProduceCommandTest {

  private final Shell shell = new Shell();
  private final StackClock clock = StackClock.ticking();
  private final Gateway gateway = Gateway.open(0);
  private KinesisServer server;
  private KinesisClient kinesis;

  @BeforeEach
  void start() {
    server = new KinesisServer(clock, "us-east-1", "000000000000", _ -> {});
    gateway.add(server.service());
    kinesis = Access.at(gateway.endpoint()).to(KinesisClient.builder()).build();
    kinesis.createStream(request -> request.streamName("wildrydes").shardCount(1));
  }

  @AfterEach
  void stop() {
    kinesis.close();
    gateway.close();
    server.close();
    clock.close();
  }

  private int produce(String... arguments) {
    var all = new ArrayList<>(List.of("produce", "fleet", "--rate", "2000"));
    all.addAll(List.of("--endpoint-url", gateway.endpoint().toString()));
    all.addAll(List.of(arguments));
    return shell.execute(all.toArray(String[]::new));
  }

  private List<Record> records() {
    var iterator =
        kinesis
            .getShardIterator(request ->
                request
                    .streamName("wildrydes")
                    .shardId("shardId-000000000000")
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    return kinesis.getRecords(request -> request.shardIterator(iterator)).records();
  }

  @Test
  void readingsOfTheNamedUnicornsAreSentInTurnSomeOfThemBad() {
    assertThat(produce("--name", "A", "--name", "B", "--count", "6", "--error-every", "2"))
        .isZero();

    assertThat(shell.out.toString())
        .matches("sent 6 in .* s \\(.*/s\\), 0 throttled and sent again, 0 lost\n");
    var data = records().stream().map(record -> record.data().asUtf8String()).toList();
    assertThat(data).hasSize(6);
    assertThat(data.stream().filter(text -> text.contains("\"Name\":\"A\""))).hasSize(3);
    assertThat(data).anyMatch(text -> text.equals("{\"Name\":\"broken 1"));
    assertThat(data).anyMatch(text -> text.contains("an error occurred"));
  }

  @Test
  void theReadingsOfAFileArePackedUnderAFixedKey(@TempDir Path folder) throws IOException {
    var file =
        Files.writeString(
            folder.resolve("readings.jsonl"), "{\"Name\":\"A\"}\nnothing\n{\"Name\":\"B\"}\n");

    var code = produce("--file", file.toString(), "--aggregate", "--partition-key", "fixed:k");

    assertThat(code).as("a line could not be read").isEqualTo(1);
    assertThat(shell.err.toString()).startsWith(file + ":2: must be a JSON object");
    assertThat(shell.out.toString())
        .contains("1 malformed line left out", "sent 2 as ", ", 0 lost");
    assertThat(
            records().stream()
                .flatMap(record ->
                    KplAggregate.unpack(record.data().asByteArray())
                        .map(entries -> entries.stream().map(KplAggregate.Entry::partitionKey))
                        .orElse(Stream.of(record.partitionKey()))))
        .containsExactly("k", "k");
  }

  @Test
  void theSummaryIsOneJsonObjectWhereThatIsWanted() {
    assertThat(produce("--name", "A", "--count", "3", "--aggregate", "--json")).isZero();

    assertThat(shell.out.toString())
        .matches(
            "\\{\"sent\":3,\"streamRecords\":1,\"seconds\":[0-9.]+,\"throttled\":0,\"lost\":0}\n");
  }

  @Test
  void whatIsNotTakenIsToldAndCounted() {
    assertThat(produce("--stream", "nowhere", "--name", "A", "--count", "1")).isEqualTo(1);

    assertThat(shell.err.toString())
        .startsWith("millrace produce fleet: Stream nowhere under account 000000000000 not found");
    assertThat(shell.out.toString()).startsWith("sent 0 in ").endsWith(", 1 lost\n");
  }
}
