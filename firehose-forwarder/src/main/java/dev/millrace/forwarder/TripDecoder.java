package dev.millrace.forwarder;

import dev.millrace.common.Decoded;
import dev.millrace.common.Json;
import dev.millrace.forwarder.Verdict.Reason;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells trips from everything else.
///
/// The stream is known to carry other things: what cannot be read as a JSON object is left out like
/// a message of another type. Only a trip that no delivery stream takes is poison.
final class TripDecoder {

  private static final List<String> COORDINATES =
      List.of("pickup_latitude", "pickup_longitude", "dropoff_latitude", "dropoff_longitude");

  private final int maxBytes;

  /// Reads trips of at most so many bytes as a line.
  TripDecoder(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  Decoded<Verdict> decode(byte[] data) {
    return switch (Json.object(data)) {
      case Decoded.Malformed(_) -> Decoded.valid(new Verdict.Spurious(Reason.NOT_JSON));
      case Decoded.Valid(var fields) ->
          fault(fields)
              .<Decoded<Verdict>>map(reason -> Decoded.valid(new Verdict.Spurious(reason)))
              .orElseGet(() -> trip(line(data)));
    };
  }

  private Decoded<Verdict> trip(byte[] line) {
    return line.length <= maxBytes
        ? Decoded.valid(new Verdict.Trip(line))
        : Decoded.malformed(
            "a trip must have at most %d bytes as a line, had %d".formatted(maxBytes, line.length));
  }

  private static Optional<Reason> fault(Map<String, @Nullable Object> fields) {
    return "trip".equals(fields.get("type"))
        ? COORDINATES.stream()
            .flatMap(coordinate -> coordinateFault(fields.get(coordinate)).stream())
            .findFirst()
        : Optional.of(Reason.TYPE);
  }

  private static Optional<Reason> coordinateFault(@Nullable Object value) {
    return switch (value) {
      case null -> Optional.of(Reason.COORDINATE_MISSING);
      case Long number when number == 0 -> Optional.of(Reason.COORDINATE_ZERO);
      case BigDecimal number when number.signum() == 0 -> Optional.of(Reason.COORDINATE_ZERO);
      case Number _ -> Optional.empty();
      default -> Optional.of(Reason.COORDINATE_NOT_A_NUMBER);
    };
  }

  /// Line breaks can only stand between the tokens of JSON text, so a space means the same.
  private static byte[] line(byte[] json) {
    var start = 0;
    var end = json.length;
    while (isWhitespace(json[start])) {
      start++;
    }
    while (isWhitespace(json[end - 1])) {
      end--;
    }
    var line = Arrays.copyOfRange(json, start, end + 1);
    for (var i = 0; i < line.length; i++) {
      if (line[i] == '\n' || line[i] == '\r') {
        line[i] = ' ';
      }
    }
    line[line.length - 1] = '\n';
    return line;
  }

  private static boolean isWhitespace(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }
}
