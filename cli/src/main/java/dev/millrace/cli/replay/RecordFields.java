package dev.millrace.cli.replay;

import dev.millrace.cli.text.Payload;
import dev.millrace.common.KplAggregate;
import dev.millrace.local.mapping.FailedRecords.Found;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A record as the fields of a JSON object, its payload as a value, else as text, else in base64.
final class RecordFields {

  private RecordFields() {}

  static Map<String, @Nullable Object> of(Found found) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("sequenceNumber", found.sequenceNumber());
    found.partitionKey().ifPresent(key -> fields.put("partitionKey", key));
    var aggregate = KplAggregate.unpack(found.data());
    if (aggregate.isPresent()) {
      var records =
          aggregate.get().stream()
              .map(entry -> payload("partitionKey", entry.partitionKey(), entry.data()))
              .toList();
      fields.put("records", records);
    } else {
      fields.putAll(payload("bytes", found.data().length, found.data()));
    }
    return fields;
  }

  private static Map<String, @Nullable Object> payload(String name, Object value, byte[] data) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put(name, value);
    Payload.of(data).addTo(fields);
    return fields;
  }
}
