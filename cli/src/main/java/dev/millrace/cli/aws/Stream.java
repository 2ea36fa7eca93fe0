package dev.millrace.cli.aws;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/// A Kinesis stream that nobody puts into any more.
public record Stream(KinesisClient kinesis, String name) {

  /// What each record holds, shard by shard.
  public List<byte[]> records() {
    var records = new ArrayList<byte[]>();
    for (var shard : kinesis.listShards(request -> request.streamName(name)).shards()) {
      read(shard, records);
    }
    return records;
  }

  private void read(Shard shard, List<byte[]> records) {
    @Nullable String next = start(shard);
    while (next != null) {
      var iterator = next;
      var answer = kinesis.getRecords(request -> request.shardIterator(iterator));
      answer.records().forEach(each -> records.add(each.data().asByteArray()));
      var isAtTip = answer.records().isEmpty() && answer.millisBehindLatest() == 0;
      next = isAtTip ? null : answer.nextShardIterator();
    }
  }

  private String start(Shard shard) {
    return kinesis
        .getShardIterator(request ->
            request
                .streamName(name)
                .shardId(shard.shardId())
                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
        .shardIterator();
  }
}
