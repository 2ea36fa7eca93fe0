package dev.millrace.local.firehose.format;

import dev.millrace.local.firehose.format.HiveType.Column;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Reads records, each one JSON object or several in a row, into rows.
final class RecordReader {

  private final JsonFactory factory =
      JsonFactory.builder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final StructReader reader;
  private final Slot row = new Slot();

  RecordReader(List<Column> columns, Deserializer rules) {
    this.reader = new Readers(rules).struct(columns);
  }

  /// Writes the rows of a record: all of them or, if one is wrong, none.
  ///
  /// @return how many
  /// @throws Malformed if the record is not JSON objects that fit the schema
  int read(byte[] record, RowSink sink) {
    try (var json = parser(record)) {
      if (json.nextToken() == null) {
        throw Malformed.data("The record was empty or contained only whitespace.");
      }
      readRow(json);
      if (json.nextToken() == null) {
        sink.write(row);
        return 1;
      }
      do {
        readRow(json);
      } while (json.nextToken() != null);
    } catch (JacksonException e) {
      throw Malformed.json(e.getOriginalMessage());
    }
    return readAgain(record, sink);
  }

  /// There are several objects, and now it is known that each of them is right.
  private int readAgain(byte[] record, RowSink sink) {
    var rows = 0;
    try (var json = parser(record)) {
      while (json.nextToken() != null) {
        readRow(json);
        sink.write(row);
        rows++;
      }
    }
    return rows;
  }

  private JsonParser parser(byte[] record) {
    return factory.createParser(ObjectReadContext.empty(), record);
  }

  private void readRow(JsonParser json) {
    var token = json.currentToken();
    if (token == JsonToken.START_ARRAY) {
      throw Malformed.mismatch("An array of JSON documents is not a valid input.");
    }
    if (token != JsonToken.START_OBJECT) {
      throw Malformed.data(
          "The input JSON contained a primitive at the top level. The top level must be an object"
              + " or array.");
    }
    reader.read(json, row);
    row.present = true;
  }
}
