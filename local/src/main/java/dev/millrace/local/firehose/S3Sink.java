package dev.millrace.local.firehose;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Writes the batches of one delivery stream as objects.
///
/// A batch has one key for ever: a retry after an answer that was lost replaces the object instead
/// of adding a second one.
record S3Sink(S3Client s3, S3Destination destination, long seed) {

  private static final String TYPE = "application/octet-stream";

  String key(Batch batch) {
    return destination.key().at(batch.oldest(), new SplittableRandom(seed + batch.number()));
  }

  void store(Batch batch) {
    s3.putObject(put -> put.bucket(destination.bucket()).key(key(batch)), body(batch));
  }

  private RequestBody body(Batch batch) {
    return destination.gzip()
        ? RequestBody.fromBytes(compressed(batch))
        : RequestBody.fromContentProvider(
            () -> new BatchStream(batch.records(), destination.delimiter()), batch.bytes(), TYPE);
  }

  private byte[] compressed(Batch batch) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      for (var record : batch.records()) {
        gzip.write(record);
        gzip.write(destination.delimiter());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory refused to be written", e);
    }
    return bytes.toByteArray();
  }
}
