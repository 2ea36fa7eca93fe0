package dev.millrace.local.firehose;

import dev.millrace.local.firehose.compress.Compression;
import dev.millrace.local.firehose.prefix.ErrorOutput;
import dev.millrace.local.firehose.prefix.PartitionKeys;
import dev.millrace.local.firehose.prefix.PrefixException;
import dev.millrace.local.firehose.transform.Transformed.Failed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
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
record S3Sink(
    S3Client s3,
    S3Destination destination,
    long seed,
    @Nullable Converter converter,
    InstantSource clock)
    implements Sink {

  private static final String TYPE = "application/octet-stream";

  @Override
  public void store(Batch batch) {
    switch (batch.lane()) {
      case Lane.Data(var keys) -> storeData(batch, keys);
      case Lane.Failures(var why) -> storeFailures(batch, why);
      case Lane.Backup _, Lane.Intake _ -> storeAsIs(batch, key(batch, PartitionKeys.NONE));
    }
  }

  @Override
  public String place(Batch batch) {
    return destination.bucket() + " " + batch.lane();
  }

  private void storeData(Batch batch, PartitionKeys keys) {
    String key;
    try {
      key = key(batch, keys);
    } catch (PrefixException e) {
      storeUnplaced(batch, e);
      return;
    }
    if (converter == null) {
      storeAsIs(batch, key);
    } else {
      storeConverted(batch, key, converter.convert(batch));
    }
  }

  /// A partition whose prefix cannot be written belongs under the error prefix.
  private void storeUnplaced(Batch batch, PrefixException cause) {
    var failed = new Failed(ProcessingFailures.PARTITIONING, String.valueOf(cause.getMessage()));
    var documents = new ByteArrayOutputStream();
    for (var record : batch.records()) {
      documents.writeBytes(ProcessingFailures.of(record, failed, clock.instant()).record().data());
    }
    put(errorKey(batch, ErrorOutput.PROCESSING_FAILED), documents.toByteArray());
  }

  private void storeFailures(Batch batch, ErrorOutput why) {
    var documents = new ByteArrayOutputStream();
    batch.records().forEach(document -> documents.writeBytes(document.data()));
    put(errorKey(batch, why), documents.toByteArray());
  }

  private void storeAsIs(Batch batch, String key) {
    s3.putObject(
        put -> {
          put.bucket(destination.bucket()).key(key);
          destination.compression().contentEncoding().ifPresent(put::contentEncoding);
        },
        body(key, batch));
  }

  private void storeConverted(Batch batch, String key, Converter.Converted converted) {
    if (converted.failures().length > 0) {
      put(errorKey(batch, ErrorOutput.FORMAT_CONVERSION_FAILED), converted.failures());
    }
    if (converted.file().length > 0) {
      put(key, converted.file());
    }
  }

  /// Writes documents of records in a batch that did not reach another destination.
  void storeDocuments(Batch batch, ErrorOutput why, byte[] documents) {
    put(errorKey(batch, why), documents);
  }

  private void put(String key, byte[] content) {
    s3.putObject(put -> put.bucket(destination.bucket()).key(key), RequestBody.fromBytes(content));
  }

  private String key(Batch batch, PartitionKeys keys) {
    return destination
        .keys()
        .data(destination.stream(), destination.version(), batch.oldest(), keys, random(batch));
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
        ? RequestBody.fromContentProvider(() -> lines(batch), length(batch), TYPE)
        : RequestBody.fromBytes(compressed(key, batch));
  }

  /// Not that of the batch, which may have been gathered under other settings.
  private long length(Batch batch) {
    var delimiters = (long) batch.records().size() * destination.delimiter().length;
    return delimiters + batch.records().stream().mapToLong(record -> record.data().length).sum();
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
