package dev.millrace.cli.input;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sensor readings from JSON lines, kept as the bytes they are.
///
/// A line must be one JSON object. Whether it is a good reading is not asked here: one that breaks
/// the rules of readings is sent, to see it set aside.
public final class ReadingFile {

  private static final int MAX_PARTITION_KEY = 256;
  private static final int SUBSTITUTES = 4;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ReadingFile() {}

  /// Checks that the file can be read.
  ///
  /// @throws InputException if not
  public static Input<ReadingInput> of(Path file) {
    try (var lines = Lines.of(file)) {
      lines.next();
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e, e);
    }
    return new LineInput<>(file, "readings", false, ReadingFile::reading);
  }

  private static ReadingInput reading(Lines.Line line) throws MalformedLineException {
    // as text, because bytes that are not UTF-8 are no JSON either
    var object = object(line.text());
    return new ReadingInput(partitionKey(object, line.number()), identity(object), line.content());
  }

  private static JsonNode object(String text) throws MalformedLineException {
    try {
      var node = JSON.readTree(text);
      if (node.isObject()) {
        return node;
      }
      throw new MalformedLineException("must be a JSON object, was " + node.getNodeType());
    } catch (JacksonException e) {
      throw new MalformedLineException("must be a JSON object: " + e.getOriginalMessage());
    }
  }

  private static String partitionKey(JsonNode object, long line) {
    var name = object.path("Name").stringValue("");
    return !name.isEmpty() && name.length() <= MAX_PARTITION_KEY ? name : substituteKey(line);
  }

  private static @Nullable String identity(JsonNode object) {
    var name = object.path("Name").stringValue("");
    var time = object.path("StatusTime").stringValue("");
    return name.isEmpty() || time.isEmpty() ? null : name + '\n' + time;
  }

  /// The partition key of a message that tells no name: a few, so that they spread over shards.
  static String substituteKey(long position) {
    return "nameless-" + position % SUBSTITUTES;
  }
}
