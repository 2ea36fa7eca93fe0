package dev.millrace.cli.dashboard;

import dev.millrace.cli.dashboard.Picture.Node;
import dev.millrace.cli.text.Payload;
import dev.millrace.common.Json;
import dev.millrace.common.KplAggregate;
import dev.millrace.local.kinesis.SeenRecord;
import dev.millrace.local.stack.Stack;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Looks into the things of a stack without taking anything out.
final class Contents {

  private static final int MOST_RECORDS = 50;
  private static final int MOST_ITEMS = 100;
  private static final int MOST_LOG_ENTRIES = 500;
  private static final int MOST_OBJECTS = 100;

  private final Stack stack;
  private final Failures failures;
  private final TableChanges changes;

  Contents(Stack stack, Failures failures) {
    this.stack = stack;
    this.failures = failures;
    this.changes = new TableChanges(stack.clients().dynamoDbStreams());
  }

  /// @param part which part of it, such as a shard; empty for the last
  /// @throws dev.millrace.cli.replay.ReplayException if failure messages cannot be read
  Content of(Node node, Optional<String> part) {
    return switch (node.kind()) {
      case STREAM -> records(node, part);
      case TABLE ->
          part.filter(TableChanges.PART::equals).isPresent()
              ? Content.ofRows("Latest changes", changes.of(node))
              : items(node.name());
      case FUNCTION -> log(node.name());
      case BUCKET -> objects(node.name());
      case QUEUE -> Content.ofFailures("Messages", failures.show(node.name()));
      case MAPPING, DELIVERY, INDEX, TOPIC -> Content.NONE;
    };
  }

  private Content records(Node node, Optional<String> part) {
    if (node.parts().isEmpty()) {
      return Content.ofLines("Records", List.of("the stream is outside of the stack"));
    }
    var shard = part.orElseGet(() -> node.parts().getLast().name());
    var rows =
        stack.latest(node.name(), shard, MOST_RECORDS).reversed().stream()
            .flatMap(Contents::rows)
            .toList();
    return Content.ofRows("Latest records of " + shard, rows);
  }

  /// One for each user record; those of an aggregate share its sequence number.
  private static Stream<Map<String, String>> rows(SeenRecord record) {
    return KplAggregate.unpack(record.data())
        .map(entries ->
            entries.stream().map(entry -> row(record, entry.partitionKey(), entry.data())))
        .orElseGet(() -> Stream.of(row(record, record.partitionKey(), record.data())));
  }

  /// The fields of a payload that is an object are columns of their own.
  private static Map<String, String> row(SeenRecord record, String key, byte[] data) {
    var row = new LinkedHashMap<String, String>();
    row.put("(arrival)", record.arrival().toString());
    row.put("(partition key)", key);
    switch (Payload.of(data)) {
      case Payload.JsonValue(Map<?, ?> object) -> putAll(row, object);
      case Payload.JsonValue(var value) -> row.put("json", text(value));
      case Payload.Text(var text) -> row.put("text", text);
      case Payload.Base64Bytes(var base64) -> row.put("base64", base64);
    }
    row.put("(sequence number)", record.sequenceNumber());
    return row;
  }

  static void putAll(Map<String, String> row, Map<?, ?> object) {
    object.forEach((name, value) -> row.put(String.valueOf(name), text(value)));
  }

  /// With every digit, which a browser's numbers do not have.
  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : Json.write(value);
  }

  private Content items(String table) {
    var dynamoDb = stack.clients().dynamoDb();
    var page = dynamoDb.scan(request -> request.tableName(table).limit(MOST_ITEMS));
    return Content.ofRows("Items", page.items().stream().map(Contents::row).toList());
  }

  private static Map<String, String> row(Map<String, AttributeValue> item) {
    var row = new LinkedHashMap<String, String>();
    putAll(row, Attributes.plain(item));
    return row;
  }

  private Content log(String function) {
    var entries = stack.logs().events(function);
    var latest = entries.subList(Math.max(0, entries.size() - MOST_LOG_ENTRIES), entries.size());
    return Content.ofLines(
        "Log", latest.stream().map(event -> event.time() + "  " + event.message()).toList());
  }

  private Content objects(String bucket) {
    var objects =
        stack.clients().s3().listObjectsV2Paginator(request -> request.bucket(bucket)).contents();
    return Content.ofRows(
        "Latest objects",
        objects.stream()
            .sorted(Comparator.comparing(S3Object::lastModified).reversed())
            .limit(MOST_OBJECTS)
            .map(Contents::row)
            .toList());
  }

  private static Map<String, String> row(S3Object object) {
    var row = new LinkedHashMap<String, String>();
    row.put("key", object.key());
    row.put("bytes", String.valueOf(object.size()));
    row.put("written", object.lastModified().toString());
    return row;
  }
}
