package dev.millrace.image;

import dev.millrace.image.HttpListener.Answer;
import dev.millrace.image.HttpListener.Request;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ServerSocketFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.cbor.CBORMapper;

/// Answers what functions ask of DynamoDB, Kinesis and Firehose at once, with and without TLS. It
/// keeps nothing but count, and refuses only what functions ask to be refused when they rehearse:
/// empty keys and empty lists of records.
public final class Endpoint implements AutoCloseable {

  /// A request that AWS would refuse.
  private static final class Refused extends RuntimeException {
    Refused(String reason) {
      super(reason, null, false, false);
    }
  }

  private static final ObjectMapper JSON = new JsonMapper();
  private static final ObjectMapper CBOR = new CBORMapper();

  private final LongAdder written = new LongAdder();
  private final LongAdder sum = new LongAdder();
  private final HttpListener plain;
  private final HttpListener tls;

  /// Answers on two ports of the loopback interface.
  ///
  /// @param tlsSockets makes the socket of the port that speaks TLS
  public Endpoint(ServerSocketFactory tlsSockets) {
    plain = HttpListener.open(ServerSocketFactory.getDefault(), this::answer);
    tls = HttpListener.open(tlsSockets, this::answer);
  }

  /// Where it answers.
  public String url(boolean withTls) {
    return withTls ? "https://" + tls.address() : "http://" + plain.address();
  }

  /// What has been written so far.
  public Tally tally() {
    return new Tally(written.sum(), sum.sum());
  }

  @Override
  public void close() {
    plain.close();
    tls.close();
  }

  private Answer answer(Request request) {
    var type = request.headers().getOrDefault("content-type", "");
    var format = type.contains("cbor") ? CBOR : JSON;
    var target = request.headers().getOrDefault("x-amz-target", "none");
    var body = format.readTree(request.body());
    try {
      return new Answer(200, headers(type), format.writeValueAsBytes(answer(target, body)));
    } catch (Refused e) {
      var error = Map.of("__type", "ValidationException", "message", e.getMessage());
      return new Answer(400, headers(type), format.writeValueAsBytes(error));
    }
  }

  private static Map<String, String> headers(String type) {
    return Map.of("Content-Type", type, "x-amzn-RequestId", "00000000-0000-0000-0000-000000000000");
  }

  private ObjectNode answer(String target, JsonNode body) {
    return switch (target) {
      case "DynamoDB_20120810.UpdateItem" -> updateItem(body);
      case "DynamoDB_20120810.PutItem" -> putItem(body);
      case "DynamoDB_20120810.TransactWriteItems" -> transactWriteItems(body);
      case "DynamoDB_20120810.BatchWriteItem" -> batchWriteItem(body);
      case "Kinesis_20131202.PutRecord" -> stream(JSON.createObjectNode());
      case "Kinesis_20131202.PutRecords" -> putRecords(body);
      case "Firehose_20150804.PutRecord" -> deliver(body.path("Record"), JSON.createObjectNode());
      case "Firehose_20150804.PutRecordBatch" -> putRecordBatch(body);
      default -> throw new IllegalArgumentException("nobody here knows " + target);
    };
  }

  private ObjectNode updateItem(JsonNode body) {
    update(body);
    return JSON.createObjectNode();
  }

  private ObjectNode putItem(JsonNode body) {
    put(body);
    return JSON.createObjectNode();
  }

  private ObjectNode transactWriteItems(JsonNode body) {
    for (var item : body.path("TransactItems")) {
      refuseEmpty(item.path("Put").path("Item"));
      update(item.path("Update"));
    }
    return JSON.createObjectNode();
  }

  private ObjectNode batchWriteItem(JsonNode body) {
    for (var table : body.path("RequestItems")) {
      for (var write : table) {
        put(write.path("PutRequest"));
      }
    }
    var answer = JSON.createObjectNode();
    answer.putObject("UnprocessedItems");
    return answer;
  }

  private ObjectNode stream(ObjectNode answer) {
    written.increment();
    return answer.put("SequenceNumber", "1").put("ShardId", "shardId-000000000000");
  }

  private ObjectNode putRecords(JsonNode body) {
    var answer = JSON.createObjectNode().put("FailedRecordCount", 0);
    var entries = answer.putArray("Records");
    for (var i = 0; i < records(body).size(); i++) {
      stream(entries.addObject());
    }
    return answer;
  }

  private ObjectNode putRecordBatch(JsonNode body) {
    var answer = JSON.createObjectNode().put("FailedPutCount", 0).put("Encrypted", false);
    var entries = answer.putArray("RequestResponses");
    for (var record : records(body)) {
      deliver(record, entries.addObject());
    }
    return answer;
  }

  private ObjectNode deliver(JsonNode record, ObjectNode answer) {
    written.add(lines(record.path("Data").asString()));
    return answer.put("RecordId", "r");
  }

  /// Totals are added to, or set.
  private void update(JsonNode update) {
    refuseEmpty(update.path("Key"));
    var expression = update.path("UpdateExpression").asString("");
    var values = update.path("ExpressionAttributeValues");
    if (expression.startsWith("ADD")) {
      values.forEach(value -> sum.add(whole(value)));
    } else if (expression.startsWith("SET")) {
      written.increment();
      for (var set : expression.substring("SET ".length()).split(", ", -1)) {
        var sides = set.split(" = ", 2);
        var name = update.path("ExpressionAttributeNames").path(sides[0]).asString(sides[0]);
        if (name.equals("distance")) {
          sum.add(whole(values.path(sides[1])));
        }
      }
    }
  }

  private void put(JsonNode put) {
    refuseEmpty(put.path("Item"));
    written.increment();
    sum.add(whole(put.path("Item").path("Distance")));
  }

  private static JsonNode records(JsonNode body) {
    var records = body.path("Records");
    if (records.isEmpty()) {
      throw new Refused("records must have at least one member");
    }
    return records;
  }

  private static void refuseEmpty(JsonNode attributes) {
    for (var attribute : attributes) {
      if (attribute.path("S").asString("-").isEmpty()) {
        throw new Refused("a key must not be an empty string");
      }
    }
  }

  private static long whole(JsonNode number) {
    return new BigDecimal(number.path("N").asString("0")).longValue();
  }

  private static int lines(String base64) {
    var lines = 0;
    for (var b : Base64.getDecoder().decode(Objects.requireNonNull(base64))) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }
}
