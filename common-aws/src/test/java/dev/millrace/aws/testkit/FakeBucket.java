package dev.millrace.aws.testkit;

import dev.millrace.aws.ObjectStore;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The buckets of an account in memory, whose calls may go wrong.
public final class FakeBucket implements ObjectStore {

  /// What was put.
  public record Stored(byte[] data, Map<String, String> metadata) {}

  /// By `bucket/key`.
  public final Map<String, Stored> objects = new TreeMap<>();

  private final UnaryOperator<Supplier<Stored>> faults;

  /// Calls go wrong as this says.
  public FakeBucket(UnaryOperator<Supplier<Stored>> faults) {
    this.faults = faults;
  }

  /// The object with this name, `bucket/key`.
  public Stored object(String name) {
    return Objects.requireNonNull(objects.get(name), name);
  }

  @Override
  public void put(String bucket, String key, Map<String, String> metadata, byte[] data) {
    var _ =
        faults
            .apply(() -> {
              var stored = new Stored(data, metadata);
              objects.put(bucket + "/" + key, stored);
              return stored;
            })
            .get();
  }
}
