package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.aws.AwsClients;
import dev.millrace.cli.aws.Item;
import dev.millrace.cli.aws.Queue;
import dev.millrace.cli.aws.Table;
import dev.millrace.cli.fake.FakeStack;
import dev.millrace.cli.live.Stage;
import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.kinesis.KinesisServer;
import dev.millrace.local.mapping.StreamSignals;
import dev.millrace.local.services.DynamoDbService;
import dev.millrace.local.services.S3Service;
import dev.millrace.local.services.SqsService;
import dev.millrace.local.time.StackClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/// A run over the SDK against the embedded services. What the pipelines would write is taken from a
/// run with the same seed over fake services.
class RealServicesTest {

  private static final String BUCKET = "delivery";

  private final Shell naive = new Shell();
  private final StringWriter out = new StringWriter();
  private final StackClock clock = StackClock.ticking();
  private final Gateway gateway = Gateway.open(0);
  private final DynamoDbService dynamo = DynamoDbService.start("us-east-1", new StreamSignals());
  private final S3Service s3 = S3Service.start();
  private final SqsService sqs = SqsService.start(gateway.port(), "us-east-1", "000000000000");
  private final AwsClients clients = AwsClients.at(gateway.endpoint());

  @AfterEach
  void stop() {
    clients.close();
    gateway.close();
    sqs.close();
    s3.close();
    dynamo.close();
    clock.close();
  }

  @Test
  void aRunFeedsAndReadsTheEmbeddedServices() {
    assertThat(naive.run("--seed", 3, "--records", 120)).isZero();
    create();

    var code =
        Main.commandLine(
                (_, log) -> new Services(log),
                AwsClients::at,
                new Terminal(false, naive),
                _ -> false)
            .setOut(new PrintWriter(out, true))
            .execute("run", "--template", "pom.xml", "--seed", "3", "--records", "120");

    assertThat(out.toString()).contains(" checks agree").doesNotContain("✗");
    assertThat(code).isZero();
    assertThat(data("wildrydes")).containsExactlyElementsOf(naive.stack.kinesis.data("wildrydes"));
    assertThat(data("nyc-taxi-trips"))
        .containsExactlyElementsOf(naive.stack.kinesis.data("nyc-taxi-trips"));
    assertThat(held("GameScoreRecords")).isEqualTo(naiveHeld());
    assertThat(new Queue(clients.sqs(), "wildrydes-queue").bodies()).as("left in place").hasSize(2);
  }

  private void create() {
    gateway.add(dynamo.route());
    gateway.add(sqs.route());
    gateway.add(s3.route());
    gateway.add(new KinesisServer(clock, "us-east-1", "000000000000", _ -> {}).service());
    table("GameScoreRecords", "RecordID:N");
    table("GameScoresByUser", "Username:S");
    table("UnicornSensorData", "Name:S", "StatusTime:S");
    table("UnicornAggregation", "name:S", "windowStart:S");
    table("kinesisAggs", "vendorId:N", "windowStart:S");
    for (var stream : List.of("wildrydes", "nyc-taxi-trips")) {
      clients.kinesis().createStream(request -> request.streamName(stream).shardCount(1));
    }
    clients.sqs().createQueue(request -> request.queueName("wildrydes-queue"));
    clients.sqs().createQueue(request -> request.queueName("pipeline-failures"));
    clients.s3().createBucket(request -> request.bucket(BUCKET));
  }

  private void table(String name, String... keys) {
    var definitions = new ArrayList<AttributeDefinition>();
    var schema = new ArrayList<KeySchemaElement>();
    for (var key : keys) {
      var parts = key.split(":", 2);
      definitions.add(
          AttributeDefinition.builder()
              .attributeName(parts[0])
              .attributeType(ScalarAttributeType.fromValue(parts[1]))
              .build());
      schema.add(
          KeySchemaElement.builder()
              .attributeName(parts[0])
              .keyType(schema.isEmpty() ? KeyType.HASH : KeyType.RANGE)
              .build());
    }
    clients
        .dynamo()
        .createTable(request ->
            request
                .tableName(name)
                .attributeDefinitions(definitions)
                .keySchema(schema)
                .billingMode(BillingMode.PAY_PER_REQUEST));
  }

  private List<byte[]> data(String stream) {
    var kinesis = clients.kinesis();
    var iterator =
        kinesis
            .getShardIterator(request ->
                request
                    .streamName(stream)
                    .shardId("shardId-000000000000")
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    return kinesis.getRecords(request -> request.shardIterator(iterator)).records().stream()
        .map(Record::data)
        .map(bytes -> bytes.asByteArray())
        .toList();
  }

  private Set<String> held(String table) {
    var held = new TreeSet<String>();
    new Table(clients.dynamo(), table).forEach(item -> held.add(words(item)));
    return held;
  }

  private static String words(Item item) {
    return item.number("RecordID") + " " + item.text("Username") + " " + item.number("Score");
  }

  private Set<String> naiveHeld() {
    var held = new TreeSet<String>();
    for (var write : naive.stack.dynamo.writes) {
      var words = write.split(" ", 3);
      held.removeIf(record -> record.startsWith(words[1] + " "));
      if (!words[0].equals("delete")) {
        held.add(words[1] + " " + words[2]);
      }
    }
    return held;
  }

  /// Draining writes what the fake services hold.
  private final class Services implements RunningStack {
    private final BiConsumer<String, String> log;

    Services(BiConsumer<String, String> log) {
      this.log = log;
    }

    @Override
    public URI endpoint() {
      return gateway.endpoint();
    }

    @Override
    public String deliveryBucket() {
      return BUCKET;
    }

    @Override
    public List<Stage> stages() {
      return List.of();
    }

    @Override
    public void drain(Duration limit) {
      write(naive.stack);
      naive.stack.logged.forEach(line -> log.accept(line[0], line[1]));
    }

    private void write(FakeStack from) {
      from.dynamo.tables.forEach((table, items) ->
          items.forEach(item -> clients.dynamo().putItem(put -> put.tableName(table).item(item))));
      from.s3.objects.forEach((key, bytes) ->
          clients.s3().putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(bytes)));
      var url = clients.sqs().getQueueUrl(get -> get.queueName("wildrydes-queue")).queueUrl();
      from.sqs
          .bodies("wildrydes-queue")
          .forEach(body -> clients.sqs().sendMessage(send -> send.queueUrl(url).messageBody(body)));
    }

    @Override
    public void close() {}
  }
}
