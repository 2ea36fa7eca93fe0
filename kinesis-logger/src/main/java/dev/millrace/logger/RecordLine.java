package dev.millrace.logger;

import dev.millrace.common.Json;
import dev.millrace.common.UserRecord;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The log line of a user record.
///
/// A line over the limit carries the start of the payload as text, the member `truncated`, and how
/// many `bytes` the payload had.
final class RecordLine {

  /// What Kinesis allows. A key inside an aggregate has no limit of its own.
  private static final int MAX_KEY_LENGTH = 256;

  /// Of UTF-8. A pair of surrogates has four.
  private static final int MAX_BYTES_PER_CHAR = 3;

  private RecordLine() {}

  static String of(UserRecord record, int maxBytes) {
    var payload = Payload.of(record.data());
    var line = Json.write(fields(record, payload.format(), payload.value()));
    return fits(line, maxBytes) ? line : cut(record, payload, maxBytes);
  }

  /// Halves the payload until the line fits: escaping makes a character at most six bytes long.
  private static String cut(UserRecord record, Payload payload, int maxBytes) {
    var fields = fields(record, payload.format(), "");
    fields.put("truncated", true);
    fields.put("bytes", record.data().length);
    var raw = payload.raw();
    var length = Math.min(raw.length(), maxBytes - size(Json.write(fields)));
    while (true) {
      fields.put("payload", start(raw, length));
      var line = Json.write(fields);
      if (fits(line, maxBytes) || length == 0) {
        return line;
      }
      length /= 2;
    }
  }

  private static Map<String, @Nullable Object> fields(
      UserRecord record, String format, @Nullable Object payload) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("event", "record");
    fields.put("sequenceNumber", record.sequenceNumber());
    fields.put("subSequenceNumber", record.subSequenceNumber());
    fields.put("partitionKey", start(record.partitionKey(), MAX_KEY_LENGTH));
    fields.put("arrival", record.arrival());
    fields.put("format", format);
    fields.put("payload", payload);
    return fields;
  }

  /// The first characters of a text, without half a surrogate pair at the end.
  private static String start(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    var splitsPair = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, splitsPair ? length - 1 : length);
  }

  private static boolean fits(String line, int maxBytes) {
    return line.length() <= maxBytes / MAX_BYTES_PER_CHAR || size(line) <= maxBytes;
  }

  private static int size(String line) {
    return line.getBytes(StandardCharsets.UTF_8).length;
  }
}
