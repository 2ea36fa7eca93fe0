package dev.millrace.cli.dashboard;

import dev.millrace.cli.dashboard.Picture.Node;
import dev.millrace.common.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/// The latest records of a table's stream, which stay there for everybody else.
final class TableChanges {

  /// What the part of a table is called that has them.
  static final String PART = "changes";

  private static final int MOST = 50;

  private final DynamoDbStreamsClient streams;

  TableChanges(DynamoDbStreamsClient streams) {
    this.streams = streams;
  }

  /// Youngest first.
  List<Map<String, String>> of(Node table) {
    var arn = String.valueOf(table.parts().getFirst().facts().get("stream"));
    var shards = streams.describeStream(request -> request.streamArn(arn)).streamDescription();
    return shards.shards().stream()
        .flatMap(shard -> records(arn, shard))
        .sorted(Comparator.comparing(TableChanges::place).reversed())
        .limit(MOST)
        .map(TableChanges::row)
        .toList();
  }

  private static BigInteger place(Record record) {
    return new BigInteger(record.dynamodb().sequenceNumber());
  }

  /// A page that is empty has nothing behind it: nobody waits here for what is still to come.
  private Stream<Record> records(String arn, Shard shard) {
    var records = new ArrayList<Record>();
    var next =
        streams
            .getShardIterator(request ->
                request
                    .streamArn(arn)
                    .shardId(shard.shardId())
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    while (next != null) {
      var iterator = next;
      var page = streams.getRecords(request -> request.shardIterator(iterator));
      records.addAll(page.records());
      next = page.records().isEmpty() ? null : page.nextShardIterator();
    }
    return records.stream();
  }

  private static Map<String, String> row(Record record) {
    var change = record.dynamodb();
    var row = new LinkedHashMap<String, String>();
    row.put("(time)", change.approximateCreationDateTime().toString());
    row.put("(change)", record.eventNameAsString());
    Contents.putAll(row, Attributes.plain(change.keys()));
    row.put("(before)", image(change.hasOldImage(), change.oldImage()));
    row.put("(after)", image(change.hasNewImage(), change.newImage()));
    return row;
  }

  private static String image(boolean there, Map<String, AttributeValue> image) {
    return there ? Json.write(Attributes.plain(image)) : "";
  }
}
