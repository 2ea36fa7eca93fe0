package dev.millrace.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.cli.aws.ParquetRows;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a user of the deployed pipelines does and sees, over AWS's SDK. Tables, streams, queues and
/// functions go by their logical ids.
///
/// @param puts what was put to streams here
/// @param failures the failure messages that were taken for it, by queue
record Pipelines(Backend backend, Queue<Put> puts, Map<String, Queue<JsonNode>> failures) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /// Where a record is in its stream.
  record Put(String shard, BigInteger sequenceNumber) {

    private boolean isIn(JsonNode batch) {
      return batch.path("shardId").asString("").equals(shard)
          && sequenceNumber.compareTo(number(batch, "startSequenceNumber")) >= 0
          && sequenceNumber.compareTo(number(batch, "endSequenceNumber")) <= 0;
    }

    private static BigInteger number(JsonNode batch, String name) {
      return new BigInteger(batch.path(name).asString("-1"));
    }
  }

  Pipelines(Backend backend) {
    this(backend, new ConcurrentLinkedQueue<>(), new ConcurrentHashMap<>());
  }

  void putScore(int record, String user, int score) {
    backend
        .dynamoDb()
        .putItem(put ->
            put.tableName(backend.ref("GameScoreRecords"))
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
                .tableName(backend.ref("GameScoreRecords"))
                .key(Map.of("RecordID", AttributeValue.fromN(String.valueOf(record)))));
  }

  /// A user's total; empty if there is none.
  Optional<BigDecimal> total(String user) {
    var item =
        backend
            .dynamoDb()
            .getItem(get ->
                get.tableName(backend.ref("GameScoresByUser"))
                    .key(Map.of("Username", AttributeValue.fromS(user))))
            .item();
    return Optional.ofNullable(item.get("Score")).map(score -> new BigDecimal(score.n()));
  }

  void put(String stream, String key, String data) {
    var answer =
        backend
            .kinesis()
            .putRecord(put ->
                put.streamName(backend.ref(stream))
                    .partitionKey(key)
                    .data(SdkBytes.fromUtf8String(data)));
    puts.add(new Put(answer.shardId(), new BigInteger(answer.sequenceNumber())));
  }

  /// The open shards of a stream.
  List<Shard> shards(String stream) {
    return backend
        .kinesis()
        .listShards(list -> list.streamName(backend.ref(stream)))
        .shards()
        .stream()
        .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
        .toList();
  }

  /// The shard that a partition key's records go to.
  String shardOf(String stream, String key) {
    var place = hash(key);
    return shards(stream).stream()
        .filter(shard ->
            place.compareTo(new BigInteger(shard.hashKeyRange().startingHashKey())) >= 0
                && place.compareTo(new BigInteger(shard.hashKeyRange().endingHashKey())) <= 0)
        .map(Shard::shardId)
        .findFirst()
        .orElseThrow();
  }

  private static BigInteger hash(String key) {
    try {
      return new BigInteger(1, MessageDigest.getInstance("MD5").digest(key.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Kinesis hashes partition keys by MD5", e);
    }
  }

  /// Puts a reading of second `second` after midnight.
  void putReading(String name, int second) {
    put("WildrydesStream", name, reading(name, second));
  }

  static String reading(String name, int second) {
    return """
    {"Name":"%s","StatusTime":"2017-06-05 %02d:%02d:%02d.189","Latitude":42.264444250051326,\
    "Longitude":-71.97582884770408,"Distance":175,"MagicPoints":110,"HealthPoints":150}\
    """
        .formatted(name, second / 3600, second / 60 % 60, second % 60);
  }

  /// The items of a table with this partition key.
  List<Item> items(String table, String key, AttributeValue value) {
    return backend
        .dynamoDb()
        .queryPaginator(query ->
            query
                .tableName(backend.ref(table))
                .consistentRead(true)
                .keyConditionExpression("#key = :value")
                .expressionAttributeNames(Map.of("#key", key))
                .expressionAttributeValues(Map.of(":value", value)))
        .items()
        .stream()
        .map(Item::new)
        .toList();
  }

  /// Every item of a table.
  List<Item> items(String table) {
    return backend
        .dynamoDb()
        .scanPaginator(scan -> scan.tableName(backend.ref(table)))
        .items()
        .stream()
        .map(Item::new)
        .toList();
  }

  long itemsOf(String name) {
    return items("UnicornSensorData", "Name", AttributeValue.fromS(name)).size();
  }

  /// The objects delivered under a prefix: key to text, in the order of the keys.
  Map<String, String> objects(String prefix) {
    var objects = new TreeMap<String, String>();
    files(prefix).forEach((key, bytes) -> objects.put(key, new String(bytes, UTF_8)));
    return objects;
  }

  /// The files delivered under a prefix, in the order of their keys.
  Map<String, byte[]> files(String prefix) {
    return files(backend.ref("DeliveryBucket"), prefix);
  }

  /// What a function set aside: key to text.
  Map<String, String> setAside(String function) {
    var objects = new TreeMap<String, String>();
    files(backend.ref("QuarantineBucket"), backend.ref(function) + "/")
        .forEach((key, bytes) -> objects.put(key, new String(bytes, UTF_8)));
    return objects;
  }

  private Map<String, byte[]> files(String bucket, String prefix) {
    var files = new TreeMap<String, byte[]>();
    backend
        .s3()
        .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix))
        .contents()
        .stream()
        .filter(object -> !object.lastModified().isBefore(backend.since()))
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

  /// The lines delivered under a prefix.
  List<String> deliveredLines(String prefix) {
    return objects(prefix).values().stream().flatMap(String::lines).toList();
  }

  /// The JSON values delivered under a prefix, whether or not each has a line of its own.
  List<JsonNode> deliveredValues(String prefix) {
    var all = new ArrayList<JsonNode>();
    for (var text : objects(prefix).values()) {
      try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
        values.forEachRemaining(all::add);
      }
    }
    return all;
  }

  /// The failure messages about what was put here to streams of Kinesis, ever. They are taken out
  /// of the queue; others stay.
  List<JsonNode> failures(String queue) {
    var taken = failures.computeIfAbsent(queue, _ -> new ConcurrentLinkedQueue<>());
    taken.addAll(takeFailures(queue, this::isAboutMine));
    return List.copyOf(taken);
  }

  private boolean isAboutMine(JsonNode message) {
    var batch = message.path("KinesisBatchInfo");
    return puts.stream().anyMatch(put -> put.isIn(batch));
  }

  /// Takes failure messages out of a queue.
  List<JsonNode> takeFailures(String queue, Predicate<JsonNode> wanted) {
    var url = backend.ref(queue);
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
        var body = JSON.readTree(message.body());
        if (wanted.test(body)) {
          messages.add(body);
          backend
              .sqs()
              .deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle()));
        }
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
