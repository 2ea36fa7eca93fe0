package dev.millrace.cli.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.cli.aws.Bucket;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/// The objects of a table, and the files that they become here.
final class TableFiles {

  private static final int GZIP_MAGIC = 0x1f8b;
  private static final Pattern UNREADABLE =
      Pattern.compile(".*\\.(bz2|deflate|lzo|snappy|zip|zst)");

  private final CatalogTable table;
  private final Bucket bucket;

  /// Where the rows of each file came from.
  private final Map<Path, String> origins = new LinkedHashMap<>();

  TableFiles(CatalogTable table, Bucket bucket) {
    this.table = table;
    this.bucket = bucket;
  }

  /// An object of the table.
  ///
  /// @param values of the partition keys
  record Part(String key, List<String> values) {}

  /// The objects that hold rows; like Hive, it looks at no name that begins with `_` or `.`.
  List<Part> parts(Partitions partitions) {
    var parts = new ArrayList<Part>();
    try {
      for (var object : bucket.objects(table.prefix())) {
        var name = object.key().substring(object.key().lastIndexOf('/') + 1);
        if (object.size() > 0 && !name.startsWith("_") && !name.startsWith(".")) {
          partitions
              .values(object.key())
              .ifPresent(values -> parts.add(new Part(object.key(), values)));
        }
      }
    } catch (NoSuchBucketException e) {
      throw new QueryException(
          "table %s: its bucket %s is not there".formatted(table.name(), table.bucket()), e);
    }
    return parts;
  }

  /// Fetches objects into a folder, whose subfolders tell the partitions.
  List<Path> fetch(List<Part> parts, Path folder) {
    var files = new ArrayList<Path>();
    try {
      for (var part : parts) {
        var place = folder;
        for (var i = 0; i < part.values().size(); i++) {
          place =
              place.resolve(
                  encoded(table.partitionKeys().get(i).name())
                      + "="
                      + encoded(part.values().get(i)));
        }
        Files.createDirectories(place);
        var file = place.resolve(files.size() + ".data");
        origins.put(file, "s3://" + table.bucket() + "/" + part.key());
        Files.write(file, rows(part.key()));
        files.add(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be written", e);
    }
    return files;
  }

  /// A text of DuckDB's with the objects instead of the files.
  String withOrigins(String message) {
    var text = message;
    for (var each : origins.entrySet()) {
      text = text.replace(each.getKey().toString(), each.getValue());
    }
    return text;
  }

  private byte[] rows(String key) {
    return switch (table.format()) {
      case RowFormat.Parquet _ -> bucket.bytes(key);
      case RowFormat.Json json -> lines(key, json.lines());
      case RowFormat.Delimited delimited -> lines(key, delimited.lines());
    };
  }

  private byte[] lines(String key, LineFormat format) {
    if (UNREADABLE.matcher(key).matches()) {
      throw new QueryException(
          "table %s: s3://%s/%s cannot be read here, of compressed text only gzip can"
              .formatted(table.name(), table.bucket(), key));
    }
    var json = new StringBuilder();
    var number = 0;
    try (var lines =
        new BufferedReader(new InputStreamReader(unpacked(bucket.bytes(key)), UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (++number > format.headerLines() && !line.isBlank()) {
          json.append(format.rewritten(line)).append('\n');
        }
      }
    } catch (QueryException e) {
      throw new QueryException(
          "table %s: s3://%s/%s line %d: %s"
              .formatted(table.name(), table.bucket(), key, number, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new QueryException(
          "table %s: s3://%s/%s cannot be unpacked: %s"
              .formatted(table.name(), table.bucket(), key, e.getMessage()),
          e);
    }
    return json.toString().getBytes(UTF_8);
  }

  private static InputStream unpacked(byte[] bytes) throws IOException {
    var in = new ByteArrayInputStream(bytes);
    var packed = bytes.length > 1 && (((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff)) == GZIP_MAGIC;
    return packed ? new GZIPInputStream(in) : in;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
