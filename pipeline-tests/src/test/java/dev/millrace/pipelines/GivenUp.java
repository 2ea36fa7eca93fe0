package dev.millrace.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.local.mapping.FailedBatch;
import dev.millrace.local.stack.SdkClients;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import tools.jackson.databind.JsonNode;

/// The records that failure messages speak of, found in their streams.
final class GivenUp {

  /// A record of a stream: its data, or a game record's id and score.
  private record Place(String shard, BigInteger number, String content) {}

  private final SdkClients clients;
  private final Map<String, List<Place>> streams = new HashMap<>();
  private final Map<String, Set<String>> byFunction = new HashMap<>();

  GivenUp(SdkClients clients, List<JsonNode> messages) {
    this.clients = clients;
    messages.forEach(this::add);
  }

  /// What of a function's stream was given up.
  Set<String> of(String function) {
    return byFunction.getOrDefault(function, Set.of());
  }

  /// How many records were given up in all, by each function that was to have them.
  int records() {
    return byFunction.values().stream().mapToInt(Set::size).sum();
  }

  /// How a change of a game record is told here.
  static String change(int record, String score) {
    return record + "=" + score;
  }

  private void add(JsonNode message) {
    var function = FailedBatch.parse(message.toString()).functionName();
    var kinesis = message.has("KinesisBatchInfo");
    var info = message.path(kinesis ? "KinesisBatchInfo" : "DDBStreamBatchInfo");
    var stream = info.path("streamArn").asString("");
    var all =
        streams.computeIfAbsent(
            stream, kinesis ? this::contentsOfStream : this::contentsOfTableStream);
    var from = new BigInteger(info.path("startSequenceNumber").asString(""));
    var to = new BigInteger(info.path("endSequenceNumber").asString(""));
    all.stream()
        .filter(place -> place.shard().equals(info.path("shardId").asString("")))
        .filter(place -> place.number().compareTo(from) >= 0 && place.number().compareTo(to) <= 0)
        .forEach(place ->
            byFunction.computeIfAbsent(function, _ -> new HashSet<>()).add(place.content()));
  }

  private List<Place> contentsOfStream(String arn) {
    var kinesis = clients.kinesis();
    var places = new ArrayList<Place>();
    for (var shard : kinesis.listShards(list -> list.streamARN(arn)).shards()) {
      var iterator =
          kinesis
              .getShardIterator(get ->
                  get.streamARN(arn)
                      .shardId(shard.shardId())
                      .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      for (var record : kinesis.getRecords(get -> get.shardIterator(iterator)).records()) {
        places.add(
            new Place(
                shard.shardId(),
                new BigInteger(record.sequenceNumber()),
                record.data().asString(UTF_8)));
      }
    }
    return places;
  }

  private List<Place> contentsOfTableStream(String arn) {
    var streams = clients.dynamoDbStreams();
    var places = new ArrayList<Place>();
    for (var shard :
        streams.describeStream(describe -> describe.streamArn(arn)).streamDescription().shards()) {
      var iterator =
          streams
              .getShardIterator(get ->
                  get.streamArn(arn).shardId(shard.shardId()).shardIteratorType("TRIM_HORIZON"))
              .shardIterator();
      for (var record : streams.getRecords(get -> get.shardIterator(iterator)).records()) {
        places.add(
            new Place(
                shard.shardId(),
                new BigInteger(record.dynamodb().sequenceNumber()),
                change(record.dynamodb().newImage())));
      }
    }
    return places;
  }

  private static String change(Map<String, AttributeValue> image) {
    var item = new Item(image);
    return change(item.number("RecordID").intValueExact(), item.text("Score"));
  }
}
