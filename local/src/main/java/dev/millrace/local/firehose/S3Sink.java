package dev.millrace.local.firehose;

import dev.millrace.local.firehose.compress.Compression;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Writes the batches of one delivery stream as objects.
///
/// A batch has one key for ever: a retry after an answer that was lost replaces the object instead
/// of adding a second one.
record S3Sink(S3Client s3, S3Destination destination, long seed) {

  private static final String TYPE = "application/octet-stream";

  String key(Batch batch) {
    var random = new SplittableRandom(seed + batch.number());
    return destination
        .keys()
        .data(destination.stream(), destination.version(), batch.oldest(), random);
  }

  void store(Batch batch) {
    var key = key(batch);
    s3.putObject(
        put -> {
          put.bucket(destination.bucket()).key(key);
          destination.compression().contentEncoding().ifPresent(put::contentEncoding);
        },
        body(key, batch));
  }

  private RequestBody body(String key, Batch batch) {
    return destination.compression() == Compression.UNCOMPRESSED
        ? RequestBody.fromContentProvider(() -> lines(batch), batch.bytes(), TYPE)
        : RequestBody.fromBytes(compressed(key, batch));
  }

  private BatchStream lines(Batch batch) {
    return new BatchStream(batch.records(), destination.delimiter());
  }

  private byte[] compressed(String key, Batch batch) {
    // a retry writes the same bytes
    var entry = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    try (var plain = lines(batch)) {
      return destination.compression().compress(plain.readAllBytes(), entry);
    } catch (IOException e) {
      throw new UncheckedIOException("memory refused to be read", e);
    }
  }
}
