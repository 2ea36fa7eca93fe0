package dev.millrace.benchmarks.cost;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.databind.JsonNode;

/// What AWS bills of a request of a function.
final class Billing {

  private static final int WRITE_UNIT = 1024;
  private static final int PUT_UNIT = 25 * 1024;
  private static final int FIREHOSE_STEP = 5 * 1024;

  private Billing() {}

  /// @param action as in `X-Amz-Target`, without the version before the point
  static Counts of(String action, JsonNode request) {
    return switch (action) {
      case "TransactWriteItems" -> transaction(request.at("/TransactItems"));
      case "UpdateItem" -> new Counts(1, 1, writeUnits(updated(request)), 0);
      case "BatchWriteItem" -> batch(request.at("/RequestItems"));
      case "PutRecords" -> puts(request.at("/Records"));
      case "PutRecordBatch" -> deliveries(request.at("/Records"));
      default -> throw new IllegalArgumentException("no price is known of " + action);
    };
  }

  /// Every item costs twice.
  private static Counts transaction(JsonNode items) {
    var units = 0L;
    for (var item : items) {
      var put = item.at("/Put/Item");
      units += 2 * writeUnits(put.isMissingNode() ? updated(item.at("/Update")) : size(put));
    }
    return new Counts(1, items.size(), units, 0);
  }

  private static Counts batch(JsonNode tables) {
    var items = 0L;
    var units = 0L;
    for (var table : tables) {
      for (var write : table) {
        items++;
        units += writeUnits(size(write.at("/PutRequest/Item")));
      }
    }
    return new Counts(1, items, units, 0);
  }

  private static Counts puts(JsonNode records) {
    var units = 0L;
    for (var record : records) {
      units += steps(record.at("/Data").binaryValue().length, PUT_UNIT);
    }
    return new Counts(1, records.size(), units, 0);
  }

  private static Counts deliveries(JsonNode records) {
    var bytes = 0L;
    for (var record : records) {
      bytes += steps(record.at("/Data").binaryValue().length, FIREHOSE_STEP) * FIREHOSE_STEP;
    }
    return new Counts(1, records.size(), 0, bytes);
  }

  /// What an item has that an update makes: its key and what is set.
  private static long updated(JsonNode update) {
    var names = 0L;
    for (var name : update.at("/ExpressionAttributeNames")) {
      names += name.stringValue().length();
    }
    return size(update.at("/Key")) + names + size(update.at("/ExpressionAttributeValues"));
  }

  /// Bytes of an item as DynamoDB counts them, to within a few for each number.
  static long size(JsonNode attributes) {
    var sum = 0L;
    for (var attribute : attributes.properties()) {
      sum += bytes(attribute.getKey()) + value(attribute.getValue());
    }
    return sum;
  }

  private static long value(JsonNode value) {
    var typed = value.properties().iterator().next();
    return switch (typed.getKey()) {
      case "S" -> bytes(typed.getValue().stringValue());
      case "N" -> typed.getValue().stringValue().length() / 2 + 1;
      case "M" -> 3 + typed.getValue().size() + size(typed.getValue());
      default -> throw new IllegalArgumentException("no size is known of " + typed.getKey());
    };
  }

  private static int bytes(String text) {
    return text.getBytes(UTF_8).length;
  }

  private static long writeUnits(long bytes) {
    return steps(bytes, WRITE_UNIT);
  }

  static long steps(long bytes, int step) {
    return Math.max(1, (bytes + step - 1) / step);
  }
}
