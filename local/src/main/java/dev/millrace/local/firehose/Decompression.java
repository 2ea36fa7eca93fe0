package dev.millrace.local.firehose;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The processors `Decompression` and `CloudWatchLogProcessing`: records that CloudWatch Logs sent.
///
/// Deviates from AWS: the error codes are ours; with extracted messages, what is no data message is
/// left out.
final class Decompression {

  private static final JsonMapper MAPPER = new JsonMapper();

  private Decompression() {}

  /// A record that is not what CloudWatch Logs sends.
  static final class Unreadable extends Exception {

    private final String code;

    Unreadable(String code, String message) {
      super(message);
      this.code = code;
    }

    String code() {
      return code;
    }
  }

  static byte[] gunzip(byte[] data) throws Unreadable {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(data))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new Unreadable(
          "Decompression.InvalidGzip",
          "The record is not GZIP: " + Optional.ofNullable(e.getMessage()).orElse("it is cut off"));
    }
  }

  /// The messages of the log events in a record, one by one.
  static List<byte[]> messages(byte[] plain) throws Unreadable {
    var document = read(plain);
    if (!document.path("messageType").asString("").equals("DATA_MESSAGE")) {
      return List.of();
    }
    return StreamSupport.stream(document.path("logEvents").spliterator(), false)
        .map(event -> event.path("message").asString("").getBytes(UTF_8))
        .toList();
  }

  private static JsonNode read(byte[] plain) throws Unreadable {
    try {
      var document = MAPPER.readTree(plain);
      if (document.isObject() && document.path("logEvents").isArray()) {
        return document;
      }
    } catch (JacksonException _) {
      // said below
    }
    throw new Unreadable(
        "CloudWatchLogProcessing.InvalidRecord",
        "The record must be one JSON object with the array logEvents.");
  }
}
