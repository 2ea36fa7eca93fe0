package dev.millrace.local.firehose;

import dev.millrace.local.firehose.compress.Compression;
import dev.millrace.local.firehose.prefix.ErrorOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Writes the batches of one delivery stream as objects.
///
/// A batch has one key for ever: a retry after an answer that was lost replaces the object instead
/// of adding a second one. Records that cannot be converted are another object, under the error
/// prefix; the batch is not stored before that one is.
///
/// @param converter null if records are written as they are
record S3Sink(S3Client s3, S3Destination destination, long seed, @Nullable Converter converter) {

  private static final String TYPE = "application/octet-stream";

  /// Where a batch is written.
  String key(Batch batch) {
    return destination
        .keys()
        .data(destination.stream(), destination.version(), batch.oldest(), random(batch));
  }

  void store(Batch batch) {
    if (converter == null) {
      storeAsIs(batch);
    } else {
      storeConverted(batch, converter.convert(batch));
    }
  }

  private void storeAsIs(Batch batch) {
    var key = key(batch);
    s3.putObject(
        put -> {
          put.bucket(destination.bucket()).key(key);
          destination.compression().contentEncoding().ifPresent(put::contentEncoding);
        },
        body(key, batch));
  }

  private void storeConverted(Batch batch, Converter.Converted converted) {
    if (converted.failures().length > 0) {
      put(errorKey(batch, ErrorOutput.FORMAT_CONVERSION_FAILED), converted.failures());
    }
    if (converted.file().length > 0) {
      put(key(batch), converted.file());
    }
  }

  private void put(String key, byte[] content) {
    s3.putObject(put -> put.bucket(destination.bucket()).key(key), RequestBody.fromBytes(content));
  }

  private String errorKey(Batch batch, ErrorOutput error) {
    return destination
        .keys()
        .error(
            destination.stream(),
            destination.version(),
            batch.oldest(),
            error,
            random(batch).split());
  }

  private SplittableRandom random(Batch batch) {
    return new SplittableRandom(seed + batch.number());
  }

  private RequestBody body(String key, Batch batch) {
    return destination.compression() == Compression.UNCOMPRESSED
        ? RequestBody.fromContentProvider(() -> lines(batch), batch.bytes(), TYPE)
        : RequestBody.fromBytes(compressed(key, batch));
  }

  private BatchStream lines(Batch batch) {
    var records = batch.records().stream().map(FirehoseRecord::data).toList();
    return new BatchStream(records, destination.delimiter());
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
