package dev.millrace.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.cli.aws.ParquetRows;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a user of the deployed pipelines does and sees, over AWS's SDK.
record Pipelines(Backend backend) {

  private static final JsonMapper JSON = JsonMapper.shared();

  void putScore(int record, String user, int score) {
    backend
        .dynamoDb()
        .putItem(put ->
            put.tableName("GameScoreRecords")
                .item(
                    Map.of(
                        "RecordID", AttributeValue.fromN(String.valueOf(record)),
                        "Username", AttributeValue.fromS(user),
                        "Score", AttributeValue.fromN(String.valueOf(score)))));
  }

  void deleteScore(int record) {
    backend
        .dynamoDb()
        .deleteItem(delete ->
            delete
                .tableName("GameScoreRecords")
                .key(Map.of("RecordID", AttributeValue.fromN(String.valueOf(record)))));
  }

  /// A user's total; empty if there is none.
  Optional<BigDecimal> total(String user) {
    var item =
        backend
            .dynamoDb()
            .getItem(get ->
                get.tableName("GameScoresByUser")
                    .key(Map.of("Username", AttributeValue.fromS(user))))
            .item();
    return Optional.ofNullable(item.get("Score")).map(score -> new BigDecimal(score.n()));
  }

  void put(String stream, String key, String data) {
    backend
        .kinesis()
        .putRecord(
            put -> put.streamName(stream).partitionKey(key).data(SdkBytes.fromUtf8String(data)));
  }

  /// Puts a reading of second `second` after midnight.
  void putReading(String name, int second) {
    put("wildrydes", name, reading(name, second));
  }

  static String reading(String name, int second) {
    return """
    {"Name":"%s","StatusTime":"2017-06-05 %02d:%02d:%02d.189","Latitude":42.264444250051326,\
    "Longitude":-71.97582884770408,"Distance":175,"MagicPoints":110,"HealthPoints":150}\
    """
        .formatted(name, second / 3600, second / 60 % 60, second % 60);
  }

  /// Every item of a table.
  List<Item> items(String table) {
    return backend.dynamoDb().scanPaginator(scan -> scan.tableName(table)).items().stream()
        .map(Item::new)
        .toList();
  }

  long itemsOf(String name) {
    return items("UnicornSensorData").stream()
        .filter(item -> item.text("Name").equals(name))
        .count();
  }

  /// The objects delivered under a prefix: key to text, in the order of the keys.
  Map<String, String> objects(String prefix) {
    var objects = new TreeMap<String, String>();
    files(prefix).forEach((key, bytes) -> objects.put(key, new String(bytes, UTF_8)));
    return objects;
  }

  /// The files delivered under a prefix, in the order of their keys.
  Map<String, byte[]> files(String prefix) {
    return files(backend.bucket("DeliveryBucket"), prefix);
  }

  /// What a function set aside: key to text.
  Map<String, String> setAside(String function) {
    var objects = new TreeMap<String, String>();
    files(backend.bucket("QuarantineBucket"), function + "/")
        .forEach((key, bytes) -> objects.put(key, new String(bytes, UTF_8)));
    return objects;
  }

  private Map<String, byte[]> files(String bucket, String prefix) {
    var files = new TreeMap<String, byte[]>();
    backend
        .s3()
        .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix))
        .contents()
        .forEach(object ->
            files.put(
                object.key(),
                backend
                    .s3()
                    .getObjectAsBytes(get -> get.bucket(bucket).key(object.key()))
                    .asByteArray()));
    return files;
  }

  /// The rows of the Parquet files delivered under a prefix.
  List<List<String>> deliveredRows(String prefix, String columns) {
    var all = new ArrayList<List<String>>();
    try (var rows = ParquetRows.open()) {
      for (var file : files(prefix).values()) {
        all.addAll(rows.of(file, columns));
      }
    } catch (SQLException e) {
      throw new AssertionError("a delivered file cannot be read", e);
    }
    return all;
  }

  /// The JSON lines delivered under a prefix.
  List<JsonNode> deliveredLines(String prefix) {
    return objects(prefix).values().stream()
        .flatMap(text -> Arrays.stream(text.split("\n")))
        .map(JSON::readTree)
        .toList();
  }

  /// The failure messages in a queue; they are taken out.
  List<JsonNode> takeFailures(String queue) {
    var url = backend.sqs().getQueueUrl(get -> get.queueName(queue)).queueUrl();
    var messages = new ArrayList<JsonNode>();
    while (true) {
      var batch =
          backend
              .sqs()
              .receiveMessage(receive ->
                  receive
                      .queueUrl(url)
                      .maxNumberOfMessages(10)
                      .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
              .messages();
      if (batch.isEmpty()) {
        return messages;
      }
      for (var message : batch) {
        messages.add(JSON.readTree(message.body()));
        backend
            .sqs()
            .deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle()));
      }
    }
  }

  /// The log lines of a function that are JSON objects with this `event`.
  List<JsonNode> logEvents(String function, String event) {
    return backend.log(function).stream()
        .filter(line -> line.startsWith("{"))
        .map(JSON::readTree)
        .filter(line -> line.path("event").asString("").equals(event))
        .toList();
  }
}
