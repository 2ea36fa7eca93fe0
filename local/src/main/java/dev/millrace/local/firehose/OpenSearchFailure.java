package dev.millrace.local.firehose;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Why a document was not indexed.
///
/// @param code the HTTP status; empty if there was none
/// @param message the error as OpenSearch gives it
/// @param attempts how often it was tried
/// @param ended when the last attempt ended
record OpenSearchFailure(String code, String message, int attempts, Instant ended) {

  private static final JsonFactory FACTORY = new JsonFactory();

  /// What is written under the error prefix: one line of JSON.
  byte[] line(FirehoseRecord record, String index, @Nullable String id) {
    var bytes = new ByteArrayOutputStream(record.data().length * 4 / 3 + 512);
    try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeNumberProperty("attemptsMade", attempts);
      json.writeNumberProperty("arrivalTimestamp", record.arrival().toEpochMilli());
      json.writeStringProperty("errorCode", code);
      json.writeStringProperty("errorMessage", message);
      json.writeNumberProperty("attemptEndingTimestamp", ended.toEpochMilli());
      json.writeStringProperty("esDocumentId", id == null ? "" : id);
      json.writeStringProperty("esIndexName", index);
      json.writeStringProperty("esTypeName", "");
      json.writeName("rawData").writeBinary(record.data());
      json.writeEndObject();
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }
}
