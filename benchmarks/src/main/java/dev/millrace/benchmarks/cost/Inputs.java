package dev.millrace.benchmarks.cost;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Everything that the costs are computed from, three files beside this class in
/// `benchmarks/src/main/resources`.
record Inputs(Prices prices, Assumptions assumptions, Measured measured) {

  private static final String FOLDER = "benchmarks/src/main/resources/dev/millrace/benchmarks/cost";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /// What nobody measured.
  ///
  /// @param memoryMb of every function, as in `template.yaml`
  /// @param vcpuMemoryMb memory for which Lambda gives a whole core
  /// @param callMillis how long a call of DynamoDB, Kinesis or Firehose takes
  /// @param recordsPerShardSecond how busy a shard is; it takes 1,000
  /// @param platformLogBytes of Lambda's own lines for each invocation
  /// @param objectMb size of an object that Firehose writes
  /// @param parquetObjectMb of what one in Parquet is made of
  record Assumptions(
      int memoryMb,
      int vcpuMemoryMb,
      int callMillis,
      int recordsPerShardSecond,
      int platformLogBytes,
      int objectMb,
      int parquetObjectMb) {}

  /// From the class path.
  static Inputs read() {
    return new Inputs(
        resource("prices.json", Prices.class),
        resource("assumptions.json", Assumptions.class),
        resource("measured.json", Measured.class));
  }

  private static <T> T resource(String name, Class<T> type) {
    try (var stream = Inputs.class.getResourceAsStream(name)) {
      return JSON.readValue(Objects.requireNonNull(stream, name), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Into the source tree.
  static void write(Path home, Measured measured) {
    try {
      Files.writeString(
          home.resolve(FOLDER).resolve("measured.json"),
          JSON.writeValueAsString(measured) + "\n",
          UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
