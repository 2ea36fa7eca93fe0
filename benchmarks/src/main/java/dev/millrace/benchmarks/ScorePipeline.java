package dev.millrace.benchmarks;

import dev.millrace.local.firehose.DeliveryStatus;
import dev.millrace.local.kinesis.StreamStatus.ShardStatus;
import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.mapping.MappingStatus;
import dev.millrace.local.stack.SdkClients;
import dev.millrace.local.stack.Stack;
import dev.millrace.local.stack.StackOptions;
import dev.millrace.local.time.StackClock;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import tools.jackson.databind.json.JsonMapper;

/// The pipeline of scores in a whole stack of Millrace's own template: GameScoreRecords, its
/// stream, AggregateScoresByUser, Lab-stream, Lab-Firehose-Stream, S3.
///
/// Shards have no quotas. Each item that is written makes one score event.
final class ScorePipeline implements AutoCloseable {

  /// Where functions can run.
  static final List<FunctionMode> MODES = List.of(FunctionMode.IN_PROCESS, FunctionMode.PROCESS);

  private static final String TABLE = "GameScoreRecords";
  private static final String STREAM = "Lab-stream";
  private static final String DELIVERY = "Lab-Firehose-Stream";

  /// What a BatchWriteItem call takes.
  private static final int MOST = 25;

  /// As of a batch in docs/score-delivery.md.
  private static final int USERS = 40;

  /// For which the delivery stream collects records.
  private static final Duration BUFFERING = Duration.ofSeconds(60);

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Stack stack;
  private final SdkClients clients;
  private final HttpClient http = HttpClient.newHttpClient();
  private final MappingCalls calls;
  private int written;

  private ScorePipeline(Stack stack) {
    this.stack = stack;
    this.clients = new SdkClients(stack.endpoint());
    this.calls = new MappingCalls(http, stack.endpoint());
  }

  static ScorePipeline start(FunctionMode mode) {
    var options =
        new StackOptions(
            Path.of(System.getProperty("millrace.home"), "template.yaml"),
            Map.of(),
            "millrace",
            0,
            mode,
            StackClock.ticking(),
            Optional.empty());
    return new ScorePipeline(Stack.start(options.withoutQuotas()));
  }

  /// Kinesis of the same stack.
  KinesisClient kinesis() {
    return clients.kinesis();
  }

  /// The mappings of the same stack.
  MappingCalls calls() {
    return calls;
  }

  /// Waits until a mapping is done with so many records, also those for which the function had to
  /// be called again, as it is by more than ten shards at a time.
  void awaitResolved(String mapping, long records) {
    await(() -> status(mapping).recordsResolved() >= records, "logged");
  }

  /// Records a second that the aggregator turns into events in Lab-stream, if so many changes wait
  /// for it and come in batches of that size.
  double aggregated(int changes, int batchSize) {
    var mapping = aggregator();
    calls.disable(mapping);
    await(() -> status(mapping).state().equals("Disabled"), "held back");
    write(changes);
    var began = System.nanoTime();
    calls.enable(mapping, batchSize);
    awaitStream();
    var wall = System.nanoTime() - began;
    rest();
    return changes * 1e9 / wall;
  }

  private String aggregator() {
    return stack.mappings().stream()
        .filter(mapping -> mapping.streamArn().contains(":table/" + TABLE + "/"))
        .findFirst()
        .orElseThrow()
        .uuid();
  }

  private MappingStatus status(String mapping) {
    return stack.mappings().stream()
        .filter(each -> each.uuid().equals(mapping))
        .findFirst()
        .orElseThrow();
  }

  static String text(FunctionMode mode) {
    return switch (mode) {
      case IN_PROCESS -> "in process";
      case PROCESS -> "processes";
    };
  }

  /// Writes new items, as many in a call as it takes.
  void write(int items) {
    for (var end = written + items; written < end; ) {
      var count = Math.min(MOST, end - written);
      var puts = IntStream.range(written, written + count).mapToObj(this::put).toList();
      var answer =
          clients.dynamoDb().batchWriteItem(call -> call.requestItems(Map.of(TABLE, puts)));
      if (answer.hasUnprocessedItems() && !answer.unprocessedItems().isEmpty()) {
        throw new IllegalStateException("items were not taken: " + answer.unprocessedItems());
      }
      written += count;
    }
  }

  /// Writes one new item by a PutItem call.
  void writeOne() {
    clients.dynamoDb().putItem(call -> call.tableName(TABLE).item(item(written)));
    written++;
  }

  /// Waits until the stream has the events of all that was written.
  void awaitStream() {
    await(() -> shards().stream().mapToLong(ShardStatus::taken).sum() >= written, "in " + STREAM);
  }

  /// Waits until the delivery stream has taken them.
  void awaitDelivery() {
    await(() -> status().recordsIn() >= written, "in " + DELIVERY);
  }

  /// Skips the time for which they are collected, and waits until they lie in S3.
  void deliver() {
    stack.clock().advance(BUFFERING);
    await(() -> status().recordsDelivered() >= written, "in S3");
  }

  /// Waits until nothing is under way.
  void rest() {
    stack.awaitIdle(PATIENCE);
  }

  /// Checks that S3 has an event for each item.
  void check() {
    var json = new JsonMapper();
    var s3 = clients.s3();
    var bucket = stack.ref("DeliveryBucket");
    var ids = new HashSet<String>();
    s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix("score-logs/"))
        .contents()
        .forEach(object ->
            s3.getObjectAsBytes(get -> get.bucket(bucket).key(object.key()))
                .asUtf8String()
                .lines()
                .forEach(line -> ids.add(json.readTree(line).path("id").asString())));
    if (ids.size() != written) {
      throw new IllegalStateException(
          "%d items were written, and S3 has the events of %d".formatted(written, ids.size()));
    }
  }

  private List<ShardStatus> shards() {
    return stack.streams().stream()
        .filter(stream -> stream.name().equals(STREAM))
        .findFirst()
        .orElseThrow()
        .shards();
  }

  private DeliveryStatus status() {
    return stack.deliveries().stream()
        .filter(delivery -> delivery.name().equals(DELIVERY))
        .findFirst()
        .orElseThrow();
  }

  private void await(BooleanSupplier condition, String where) {
    if (!stack.await(condition, PATIENCE)) {
      throw new IllegalStateException(
          "%d items were written, and not all that was to be %s is: %s %s %s"
              .formatted(written, where, stack.mappings(), shards(), status()));
    }
  }

  private WriteRequest put(int number) {
    return WriteRequest.builder()
        .putRequest(PutRequest.builder().item(item(number)).build())
        .build();
  }

  private static Map<String, AttributeValue> item(int number) {
    return Map.of(
        "RecordID", AttributeValue.fromN(Integer.toString(number)),
        "Username", AttributeValue.fromS("Jane Doe " + number % USERS),
        "Score", AttributeValue.fromN(Long.toString(Events.points(number))));
  }

  @Override
  public void close() {
    clients.close();
    http.close();
    stack.close();
  }
}
