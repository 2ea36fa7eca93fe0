package dev.millrace.clients.difference;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where kinesis-local 0.6.2 answers otherwise than our Kinesis, and who is right.
enum KnownDifference {

  /// Ours: the API reference names `InvalidArgumentException`; theirs fails to decrypt what is no
  /// iterator.
  AN_ITERATOR_THAT_IS_NONE("GetRecords.*", "(InvalidArgument|Validation)Exception", "HTTP 500"),

  /// Not documented. Ours never reads with it, theirs reads the later stream.
  AN_ITERATOR_OF_AN_EARLIER_STREAM(
      "GetRecords", "ResourceNotFoundException", "ok .*|ExpiredIteratorException"),

  /// Ours: the API's model has at least one and at most 500 records; theirs counts neither.
  NONE_OR_TOO_MANY_RECORDS("PutRecords of (none|501)", "ValidationException", "ok 0"),

  /// Ours: a record has at most 1 MiB with its key unless `UpdateMaxRecordSize` says more (guide to
  /// large records); theirs takes up to 10 MiB.
  A_RECORD_TOO_LARGE("PutRecords? .*too large", "ValidationException", "ok .*"),

  /// Ours: the rules of the API's model are checked first, and have an error of their own.
  RULES_OF_THE_MODEL(
      "GetRecords with a bad limit|PutRecords? (with|of|too) .*|UpdateShardCount|CreateStream .*",
      "ValidationException",
      "(InvalidArgument|ResourceNotFound)Exception"),

  /// Ours: theirs refuses to delete a stream that has consumers, and deletes it.
  REFUSED_AND_DELETED("DeleteStream", "ok refused, and still there", "ResourceNotFoundException"),

  /// Ours: a sequence number must come from the shard that is read (API reference).
  A_NUMBER_OF_ANOTHER_SHARD(
      "GetShardIterator (AT|AFTER)_SEQUENCE_NUMBER",
      "InvalidArgumentException",
      "ok iterator|ResourceNotFoundException"),

  /// Ours: shards that were not there at the horizon are not listed (API reference of ShardFilter).
  SHARDS_AT_THE_HORIZON("ListShards AT_TRIM_HORIZON", "ok .*", "ok .*"),

  /// Ours: no fewer shards than half (API reference).
  BELOW_HALF("UpdateShardCount", "LimitExceededException", "ok .*"),

  /// Ours: uniform scaling makes shards of equal size (API reference); theirs splits some.
  UNIFORM_SCALING("UpdateShardCount", "ok .*", "ok .*"),

  /// Not documented for a shard that is closed; theirs takes the error of a stream in transition.
  MERGE_OF_A_CLOSED_SHARD("MergeShards", "InvalidArgumentException", "ResourceInUseException");

  private final Pattern call;
  private final Pattern ours;
  private final Pattern theirs;

  /// Each a regular expression that fits the whole.
  KnownDifference(String call, String ours, String theirs) {
    this.call = Pattern.compile(call);
    this.ours = Pattern.compile(ours);
    this.theirs = Pattern.compile(theirs);
  }

  static Optional<KnownDifference> find(String call, String ours, String theirs) {
    return Arrays.stream(values()).filter(each -> each.fits(call, ours, theirs)).findFirst();
  }

  private boolean fits(String aCall, String our, String their) {
    return call.matcher(aCall).matches()
        && ours.matcher(our).matches()
        && theirs.matcher(their).matches();
  }
}
