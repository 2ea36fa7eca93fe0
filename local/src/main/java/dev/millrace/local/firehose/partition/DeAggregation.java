package dev.millrace.local.firehose.partition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The processor `RecordDeAggregation`: how one record becomes several.
public sealed interface DeAggregation {

  /// What AWS takes out of one record at most.
  int MOST = 500;

  /// JSON objects in a row.
  record Json() implements DeAggregation {}

  /// Pieces with a delimiter between them. An empty piece is no record.
  record Delimited(byte[] delimiter) implements DeAggregation {}

  /// What became of a record.
  sealed interface Taken {

    record Records(List<byte[]> records) implements Taken {}

    /// The record cannot be taken apart and belongs under the error prefix.
    record Failed(String code, String message) implements Taken {}
  }

  /// Checks the processor's parameters.
  ///
  /// @param delimiter in Base64, for `DELIMITED` only
  /// @throws PartitionException naming the parameter that breaks a rule
  static DeAggregation of(String subRecordType, @Nullable String delimiter) {
    return switch (subRecordType) {
      case "JSON" -> new Json();
      case "DELIMITED" -> new Delimited(decoded(delimiter));
      default ->
          throw new PartitionException(
              "SubRecordType must be JSON or DELIMITED, was '%s'", subRecordType);
    };
  }

  private static byte[] decoded(@Nullable String delimiter) {
    try {
      var bytes = Base64.getDecoder().decode(delimiter == null ? "" : delimiter);
      if (bytes.length > 0) {
        return bytes;
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw new PartitionException(
        "Delimiter must be a delimiter in Base64, was %s",
        delimiter == null ? "missing" : "'" + delimiter + "'");
  }

  /// Takes a record apart.
  default Taken take(byte[] record) {
    var records =
        switch (this) {
          case Json() -> json(record);
          case Delimited(var delimiter) -> pieces(record, delimiter);
        };
    return records instanceof Taken.Records(var all) && all.size() > MOST
        ? new Taken.Failed(
            "RecordDeAggregation.TooManyRecords",
            "A record must hold at most " + MOST + " records, held " + all.size())
        : records;
  }

  private static Taken json(byte[] record) {
    var records = new ArrayList<byte[]>();
    try (var json = new JsonFactory().createParser(ObjectReadContext.empty(), record)) {
      for (var token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token != JsonToken.START_OBJECT) {
          return notJson("it must be JSON objects in a row, had " + token);
        }
        var start = (int) json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        records.add(
            Arrays.copyOfRange(record, start, (int) json.currentLocation().getByteOffset()));
      }
    } catch (JacksonException e) {
      return notJson(e.getOriginalMessage());
    }
    return records.isEmpty() ? notJson("it is empty") : new Taken.Records(List.copyOf(records));
  }

  private static Taken notJson(String problem) {
    return new Taken.Failed(
        "RecordDeAggregation.InvalidJson", "The record cannot be taken apart: " + problem);
  }

  private static Taken pieces(byte[] record, byte[] delimiter) {
    var records = new ArrayList<byte[]>();
    var start = 0;
    for (var at = 0; at <= record.length - delimiter.length; ) {
      if (Arrays.equals(record, at, at + delimiter.length, delimiter, 0, delimiter.length)) {
        add(records, record, start, at);
        at += delimiter.length;
        start = at;
      } else {
        at++;
      }
    }
    add(records, record, start, record.length);
    return new Taken.Records(List.copyOf(records));
  }

  private static void add(List<byte[]> records, byte[] record, int start, int end) {
    if (end > start) {
      records.add(Arrays.copyOfRange(record, start, end));
    }
  }
}
