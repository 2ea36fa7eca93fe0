package dev.millrace.local.firehose;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/// Keeps what is put, by `bucket/key`.
final class FakeS3 implements S3Client {

  private final ConcurrentNavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

  @Override
  public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
    try (var bytes = body.contentStreamProvider().newStream()) {
      objects.put(request.bucket() + "/" + request.key(), bytes.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return PutObjectResponse.builder().build();
  }

  /// The keys below a prefix, without the random end of their names.
  List<String> folders(String prefix) {
    return below(prefix).keySet().stream()
        .map(key -> key.substring(prefix.length(), key.lastIndexOf('/') + 1))
        .toList();
  }

  /// The contents of the objects below a prefix, in the order of their keys.
  List<String> texts(String prefix) {
    return below(prefix).values().stream().map(bytes -> new String(bytes, UTF_8)).toList();
  }

  private Map<String, byte[]> below(String prefix) {
    return new TreeMap<>(objects.subMap(prefix, prefix + Character.MAX_VALUE));
  }

  @Override
  public String serviceName() {
    return "s3";
  }

  @Override
  public void close() {}
}
