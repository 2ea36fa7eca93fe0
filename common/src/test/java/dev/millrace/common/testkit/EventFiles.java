package dev.millrace.common.testkit;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The JSON events of the repository's folder `events`, read the way Lambda reads them.
public final class EventFiles {

  private EventFiles() {}

  /// Reads a Kinesis event.
  ///
  /// @param name a file in `events`, with or without `.json`, or a path to any file
  public static KinesisEvent kinesis(String name) {
    return read(name, KinesisEvent.class);
  }

  /// Reads a DynamoDB Streams event.
  ///
  /// @param name a file in `events`, with or without `.json`, or a path to any file
  public static DynamodbEvent dynamodb(String name) {
    return read(name, DynamodbEvent.class);
  }

  /// Reads a Kinesis event of a tumbling window.
  ///
  /// @param name a file in `events`, with or without `.json`, or a path to any file
  public static KinesisTimeWindowEvent window(String name) {
    return read(name, KinesisTimeWindowEvent.class);
  }

  /// Reads an event as the Lambda runtime for Java does.
  public static <T> T parse(String json, Class<T> type) {
    return serializer(type).fromJson(json);
  }

  /// What reads and writes a type as the Lambda runtime for Java does.
  public static <T> PojoSerializer<T> serializer(Class<T> type) {
    return LambdaEventSerializers.serializerFor(type, EventFiles.class.getClassLoader());
  }

  /// The text of an event file.
  public static String text(String name) {
    var path = find(name);
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException("event file " + path, e);
    }
  }

  private static <T> T read(String name, Class<T> type) {
    return parse(text(name), type);
  }

  private static Path find(String name) {
    var given = Path.of(name);
    if (given.isAbsolute() || given.getNameCount() > 1) {
      return given;
    }
    return folder().resolve(name.endsWith(".json") ? name : name + ".json");
  }

  /// Tests run in their module's folder, which lies somewhere below the repository's root.
  private static Path folder() {
    var start = Path.of(System.getProperty("user.dir", ".")).toAbsolutePath();
    for (var at = start; at != null; at = at.getParent()) {
      var events = at.resolve("events");
      if (Files.isDirectory(events) && Files.exists(at.resolve("pom.xml"))) {
        return events;
      }
    }
    throw new IllegalStateException("no folder events above " + start);
  }
}
