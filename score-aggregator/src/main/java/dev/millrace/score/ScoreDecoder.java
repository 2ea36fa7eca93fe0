package dev.millrace.score;

import dev.millrace.common.Decoded;
import dev.millrace.common.ItemChange;
import dev.millrace.score.ScoreChange.Delta;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads what a change of a game record means for the totals: always new less old.
///
/// A record that DynamoDB removes because its time to live has passed keeps its score.
final class ScoreDecoder {

  /// A game record's part in a total.
  private record Score(String username, BigDecimal points) {}

  /// What a DynamoDB partition key may hold.
  private static final int MAX_USERNAME_BYTES = 2_048;

  private ScoreDecoder() {}

  static Decoded<ScoreChange> decode(ItemChange change) {
    return deltas(change)
        .map(deltas ->
            new ScoreChange(change.eventId(), change.sequenceNumber(), change.created(), deltas));
  }

  private static Decoded<List<Delta>> deltas(ItemChange change) {
    return switch (change.kind()) {
      case INSERT -> score("new", change.newImage()).flatMap(after -> deltas(List.of(), after));
      case MODIFY ->
          score("old", change.oldImage())
              .flatMap(before ->
                  score("new", change.newImage()).flatMap(after -> deltas(List.of(before), after)));
      case REMOVE ->
          change.expired()
              ? Decoded.valid(List.of())
              : score("old", change.oldImage()).flatMap(before -> checked(minus(before)));
    };
  }

  private static Decoded<List<Delta>> deltas(List<Score> before, Score after) {
    var plus = new Delta(after.username(), after.points());
    if (before.isEmpty()) {
      return checked(Stream.of(plus));
    }
    var old = before.getFirst();
    return old.username().equals(after.username())
        ? checked(Stream.of(new Delta(old.username(), after.points().subtract(old.points()))))
        : checked(Stream.concat(minus(old), Stream.of(plus)));
  }

  private static Stream<Delta> minus(Score score) {
    return Stream.of(new Delta(score.username(), score.points().negate()));
  }

  private static Decoded<List<Delta>> checked(Stream<Delta> deltas) {
    var kept = deltas.filter(delta -> delta.points().signum() != 0).toList();
    for (var delta : kept) {
      if (!Totals.fits(delta.points())) {
        return Decoded.malformed(
            "the change of a score must have at most %d digits, had %d"
                .formatted(Totals.MAX_DIGITS, Totals.digits(delta.points())));
      }
    }
    return Decoded.valid(kept);
  }

  private static Decoded<Score> score(String which, @Nullable Map<String, @Nullable Object> image) {
    if (image == null) {
      return Decoded.malformed(
          "no %s image: the stream's view type must be NEW_AND_OLD_IMAGES".formatted(which));
    }
    if (!(image.get("Username") instanceof String username) || username.isEmpty()) {
      return Decoded.malformed("%s image: Username must be a text of type S".formatted(which));
    }
    var length = username.getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_USERNAME_BYTES) {
      return Decoded.malformed(
          "%s image: Username must have at most %d bytes, had %d"
              .formatted(which, MAX_USERNAME_BYTES, length));
    }
    return image.get("Score") instanceof BigDecimal points
        ? Decoded.valid(new Score(username, points))
        : Decoded.malformed("%s image: Score must be a number of type N".formatted(which));
  }
}
