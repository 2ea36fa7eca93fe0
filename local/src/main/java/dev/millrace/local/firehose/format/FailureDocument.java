package dev.millrace.local.firehose.format;

import dev.millrace.local.firehose.format.FormatConversion.Failed;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What is written under the error prefix for a record that was not converted: one line of JSON.
///
/// @param table where the schema is from
/// @param attempts how often it was tried
/// @param ended when the last attempt ended
public record FailureDocument(CatalogTable table, int attempts, Instant ended) {

  private static final JsonFactory FACTORY = new JsonFactory();

  /// The Glue table, as the error document names it.
  public record CatalogTable(
      String catalogId,
      String databaseName,
      String tableName,
      String region,
      String versionId,
      @Nullable String catalogArn) {}

  /// A record as it came.
  ///
  /// @param sequenceNumber of the source's Kinesis record
  /// @param subSequenceNumber of the user record in an aggregate
  public record Source(
      byte[] data,
      Instant arrival,
      @Nullable String sequenceNumber,
      @Nullable Long subSequenceNumber) {}

  /// The line, with its line feed.
  public byte[] line(Failed failed, Source source) {
    var bytes = new ByteArrayOutputStream(source.data().length * 4 / 3 + 512);
    try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeNumberProperty("attemptsMade", attempts);
      json.writeNumberProperty("arrivalTimestamp", source.arrival().toEpochMilli());
      json.writeStringProperty("lastErrorCode", failed.code());
      json.writeStringProperty("lastErrorMessage", failed.message());
      json.writeNumberProperty("attemptEndingTimestamp", ended.toEpochMilli());
      json.writeName("rawData").writeBinary(source.data());
      writeOrNull(json, "sequenceNumber", source.sequenceNumber());
      writeSubSequence(json, source.subSequenceNumber());
      writeTable(json);
      json.writeEndObject();
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  private static void writeSubSequence(JsonGenerator json, @Nullable Long number) {
    if (number == null) {
      json.writeNullProperty("subSequenceNumber");
    } else {
      json.writeNumberProperty("subSequenceNumber", number);
    }
  }

  private void writeTable(JsonGenerator json) {
    json.writeObjectPropertyStart("dataCatalogTable");
    json.writeStringProperty("catalogId", table.catalogId());
    json.writeStringProperty("databaseName", table.databaseName());
    json.writeStringProperty("tableName", table.tableName());
    json.writeStringProperty("region", table.region());
    json.writeStringProperty("versionId", table.versionId());
    writeOrNull(json, "catalogArn", table.catalogArn());
    json.writeEndObject();
  }

  private static void writeOrNull(JsonGenerator json, String name, @Nullable String value) {
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeStringProperty(name, value);
    }
  }
}
