package dev.millrace.cli.aws;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;

/// An S3 bucket of files, some of them of lines.
public record Bucket(S3Client s3, String name) {

  private static final int GZIP_MAGIC = 0x1f8b;

  /// Hands over every line of every object under a prefix; gzip is unpacked.
  ///
  /// @return the number of objects
  public int forEachLine(String prefix, Consumer<byte[]> each) {
    return forEachObject(prefix, object -> lines(object.key(), each));
  }

  /// Hands over every object under a prefix, whole.
  ///
  /// @return the number of objects
  public int forEachFile(String prefix, Consumer<byte[]> each) {
    return forEachObject(prefix, object -> each.accept(bytes(object.key())));
  }

  /// Counts the objects under a prefix.
  public int count(String prefix) {
    return forEachObject(prefix, _ -> {});
  }

  /// The objects under a prefix.
  public List<S3Object> objects(String prefix) {
    var objects = new ArrayList<S3Object>();
    forEachObject(prefix, objects::add);
    return objects;
  }

  private int forEachObject(String prefix, Consumer<S3Object> each) {
    var count = 0;
    @Nullable String token = null;
    do {
      var request = ListObjectsV2Request.builder().bucket(name).prefix(prefix);
      if (token != null) {
        request.continuationToken(token);
      }
      var page = s3.listObjectsV2(request.build());
      page.contents().forEach(each);
      count += page.contents().size();
      token = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
    } while (token != null);
    return count;
  }

  /// An object, whole.
  public byte[] bytes(String key) {
    var request = GetObjectRequest.builder().bucket(name).key(key).build();
    try (var in = s3.getObject(request)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw unreadable(key, e);
    }
  }

  private UncheckedIOException unreadable(String key, IOException cause) {
    return new UncheckedIOException("s3://" + name + "/" + key + " cannot be read", cause);
  }

  private void lines(String key, Consumer<byte[]> each) {
    var request = GetObjectRequest.builder().bucket(name).key(key).build();
    try (var in = unpacked(new BufferedInputStream(s3.getObject(request), 1 << 16))) {
      var line = new ByteArrayOutputStream();
      for (var b = in.read(); b >= 0; b = in.read()) {
        if (b == '\n') {
          each.accept(line.toByteArray());
          line.reset();
        } else {
          line.write(b);
        }
      }
      if (line.size() > 0) {
        each.accept(line.toByteArray());
      }
    } catch (IOException e) {
      throw unreadable(key, e);
    }
  }

  private static InputStream unpacked(BufferedInputStream in) throws IOException {
    in.mark(2);
    var magic = in.read() << 8 | in.read();
    in.reset();
    return magic == GZIP_MAGIC ? new BufferedInputStream(new GZIPInputStream(in), 1 << 16) : in;
  }
}
