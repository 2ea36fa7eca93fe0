package dev.millrace.fleet.kinesis;

/// How far the task has come with a shard; what a checkpoint keeps.
final class ShardState {

  private final String shardId;
  private final ShardLag lag;
  private Position position;
  private EventTime eventTime;

  ShardState(ShardSplit split, ShardLag lag) {
    this.shardId = split.shardId();
    this.lag = lag;
    this.position = split.position();
    this.eventTime = EventTime.from(split.latest());
  }

  String shardId() {
    return shardId;
  }

  ShardLag lag() {
    return lag;
  }

  EventTime eventTime() {
    return eventTime;
  }

  void reached(Position reached) {
    position = reached;
  }

  void reached(EventTime reached) {
    eventTime = reached;
  }

  ShardSplit split() {
    return new ShardSplit(shardId, position, eventTime.latest());
  }
}
