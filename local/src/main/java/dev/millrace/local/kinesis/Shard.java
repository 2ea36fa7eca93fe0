package dev.millrace.local.kinesis;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One shard of a stream: a range of hash keys and the records that fell into it.
///
/// @param number counts a stream's shards from 0
/// @param parent the shard it was split or merged from
/// @param adjacentParent the second shard it was merged from
/// @param created as its sequence numbers have it, in seconds; greater than its parents'
/// @param opened when it began to take records
/// @param closed when it stopped to, always after `opened`; null while it is open
record Shard(
    int number,
    @Nullable Integer parent,
    @Nullable Integer adjacentParent,
    HashRange range,
    long created,
    Instant opened,
    @Nullable Instant closed,
    RecordLog log) {

  private static final Pattern ID = Pattern.compile("shardId-(\\d{12})");

  /// A shard as the API lists it.
  record Wire(
      String shardId,
      @Nullable String parentShardId,
      @Nullable String adjacentParentShardId,
      HashRange.Wire hashKeyRange,
      Sequences sequenceNumberRange) {}

  /// The sequence numbers of a shard; the last is known once it is closed.
  record Sequences(String startingSequenceNumber, @Nullable String endingSequenceNumber) {}

  static String id(int number) {
    return "shardId-%012d".formatted(number);
  }

  /// The number in a shard's id; empty if it is no id.
  static Optional<Integer> number(String id) {
    var matcher = ID.matcher(id);
    return matcher.matches() && matcher.group(1).compareTo("002147483647") <= 0
        ? Optional.of(Integer.valueOf(matcher.group(1)))
        : Optional.empty();
  }

  String id() {
    return id(number);
  }

  boolean isOpen() {
    return closed == null;
  }

  /// Whether it took records at a time.
  boolean wasOpenAt(Instant time) {
    return !opened.isAfter(time) && (closed == null || closed.isAfter(time));
  }

  boolean isChildOf(Shard other) {
    return parents().anyMatch(id -> id == other.number);
  }

  Stream<Integer> parents() {
    return Stream.of(Optional.ofNullable(parent), Optional.ofNullable(adjacentParent))
        .flatMap(Optional::stream);
  }

  Shard plus(long millis, String partitionKey, byte[] data) {
    return with(log.plus(millis, partitionKey, data));
  }

  Shard with(RecordLog newLog) {
    return new Shard(number, parent, adjacentParent, range, created, opened, closed, newLog);
  }

  /// Closes it; at the earliest a millisecond after it was opened, so that it was open at some
  /// time.
  Shard close(Instant now) {
    var soonest = opened.plusMillis(1);
    var at = now.isBefore(soonest) ? soonest : now;
    return new Shard(number, parent, adjacentParent, range, created, opened, at, log);
  }

  /// Its latest records, oldest first.
  List<SeenRecord> latest(int most) {
    var from = Math.max(log.first(), log.next() - most);
    return LongStream.range(from, log.next()).mapToObj(this::seen).toList();
  }

  private SeenRecord seen(long place) {
    var record = log.get(place);
    return new SeenRecord(
        sequenceNumber(place),
        Instant.ofEpochMilli(record.arrivalMillis()),
        record.partitionKey(),
        record.data());
  }

  /// The sequence number of the record at a place that the log still holds.
  String sequenceNumber(long place) {
    return sequenceNumber(place, Math.floorDiv(log.get(place).arrivalMillis(), 1000L));
  }

  private String sequenceNumber(long place, long second) {
    return new SequenceNumber(created, number, place, second).toString();
  }

  /// The sequence number of a reader that has read everything before a place. It grows with time.
  String continuation(long place, Instant now) {
    return new SequenceNumber(created, number, place - 1, now.getEpochSecond(), true).toString();
  }

  /// Reads a sequence number of this shard; empty if it is not one of this shard.
  Optional<SequenceNumber> parse(String sequenceNumber) {
    return SequenceNumber.parse(sequenceNumber)
        .filter(parsed -> parsed.created() == created && parsed.shard() == number)
        .filter(parsed ->
            parsed.place() < log.next() || (closed != null && parsed.place() == Long.MAX_VALUE));
  }

  Wire wire() {
    var ending = closed == null ? null : sequenceNumber(Long.MAX_VALUE, closed.getEpochSecond());
    return new Wire(
        id(),
        parent == null ? null : id(parent),
        adjacentParent == null ? null : id(adjacentParent),
        range.wire(),
        new Sequences(sequenceNumber(0, created), ending));
  }
}
