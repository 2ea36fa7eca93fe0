package dev.millrace.aws.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/// The buckets of an account in memory, whose calls may go wrong.
public final class FakeBucket implements S3Client {

  /// What was put.
  public record Stored(byte[] data, Map<String, String> metadata) {}

  /// By `bucket/key`.
  public final Map<String, Stored> objects = new TreeMap<>();

  private final UnaryOperator<Supplier<PutObjectResponse>> faults;

  /// Calls go wrong as this says.
  public FakeBucket(UnaryOperator<Supplier<PutObjectResponse>> faults) {
    this.faults = faults;
  }

  /// The object with this name, `bucket/key`.
  public Stored object(String name) {
    return Objects.requireNonNull(objects.get(name), name);
  }

  @Override
  public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
    return faults.apply(() -> put(request, body)).get();
  }

  private PutObjectResponse put(PutObjectRequest request, RequestBody body) {
    try (var stream = body.contentStreamProvider().newStream()) {
      objects.put(
          request.bucket() + "/" + request.key(),
          new Stored(stream.readAllBytes(), request.metadata()));
      return PutObjectResponse.builder().build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String serviceName() {
    return "s3";
  }

  @Override
  public void close() {}
}
