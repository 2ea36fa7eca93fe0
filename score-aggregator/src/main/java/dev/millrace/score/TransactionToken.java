package dev.millrace.score;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/// The name of a transaction, by which DynamoDB recognises it for ten minutes.
///
/// It depends on the table, the stream, the changes and their deltas and on nothing else, so that
/// the same changes, cut the same way, are the same transaction in every delivery.
final class TransactionToken {

  /// DynamoDB takes 36 characters; 24 bytes are 32 of base64.
  private static final int BYTES = 24;

  private TransactionToken() {}

  static String of(String table, ScoreBatch chunk) {
    var text = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(text)) {
      write(out, table);
      write(out, chunk.streamArn());
      for (var change : chunk.changes()) {
        write(out, change.eventId());
        write(out, change.sequenceNumber());
        out.writeInt(change.deltas().size());
        for (var delta : change.deltas()) {
          write(out, delta.username());
          write(out, delta.points().toString());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    var hash = Arrays.copyOf(sha256().digest(text.toByteArray()), BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  /// With its length, so that no two lists of texts give the same bytes.
  private static void write(DataOutputStream out, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has SHA-256", e);
    }
  }
}
