package dev.millrace.local.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Opaque texts that callers hand back to go on where they were.
final class Token {

  private static final String SEPARATOR = "|";

  private Token() {}

  /// @param kind keeps tokens of one action from being used in another
  /// @param fields without `|`
  static String write(String kind, Object... fields) {
    var text = new StringBuilder(kind);
    for (var field : fields) {
      text.append(SEPARATOR).append(field);
    }
    return Base64.getEncoder().encodeToString(text.toString().getBytes(UTF_8));
  }

  /// The fields of a token; empty if it is no token of this kind.
  static Optional<List<String>> read(String kind, int count, String token) {
    try {
      var text = new String(Base64.getDecoder().decode(token), UTF_8);
      var fields = List.of(text.split("\\|", -1));
      return fields.size() == count + 1 && fields.getFirst().equals(kind)
          ? Optional.of(fields.subList(1, fields.size()))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not Base64
    }
  }
}
