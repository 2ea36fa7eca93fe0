package dev.millrace.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.Decoded;
import dev.millrace.common.ItemChange;
import dev.millrace.common.ItemChange.Kind;
import dev.millrace.score.ScoreChange.Delta;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScoreDecoderTest {

  private static final String NO_OLD_IMAGE =
      "no old image: the stream's view type must be NEW_AND_OLD_IMAGES";

  private static Map<String, @Nullable Object> item(String username, String score) {
    return Map.of("Username", username, "Score", new BigDecimal(score));
  }

  private static ItemChange change(
      Kind kind,
      @Nullable Map<String, @Nullable Object> before,
      @Nullable Map<String, @Nullable Object> after) {
    return new ItemChange("e", kind, "7", "arn", Instant.EPOCH, Map.of(), before, after, false);
  }

  private static Decoded<ScoreChange> deltas(Delta... deltas) {
    return Decoded.valid(new ScoreChange("e", "7", Instant.EPOCH, List.of(deltas)));
  }

  private static Delta delta(String username, String points) {
    return new Delta(username, new BigDecimal(points));
  }

  @Test
  void anInsertAddsTheScore() {
    assertThat(ScoreDecoder.decode(change(Kind.INSERT, null, item("Jane", "100"))))
        .isEqualTo(deltas(delta("Jane", "100")));
  }

  @Test
  void aModificationAddsTheDifference() {
    assertThat(ScoreDecoder.decode(change(Kind.MODIFY, item("Jane", "100"), item("Jane", "99.5"))))
        .isEqualTo(deltas(delta("Jane", "-0.5")));
  }

  @Test
  void aModificationOfSomethingElseChangesNoTotal() {
    assertThat(ScoreDecoder.decode(change(Kind.MODIFY, item("Jane", "1.0"), item("Jane", "1"))))
        .isEqualTo(deltas());
  }

  @Test
  void aChangedUserTakesItsScoreAlong() {
    assertThat(ScoreDecoder.decode(change(Kind.MODIFY, item("Jane", "30"), item("John", "35"))))
        .isEqualTo(deltas(delta("Jane", "-30"), delta("John", "35")));
  }

  @Test
  void aRemovalTakesTheScoreBack() {
    assertThat(ScoreDecoder.decode(change(Kind.REMOVE, item("Jane", "30"), null)))
        .isEqualTo(deltas(delta("Jane", "-30")));
  }

  @Test
  void anExpiryKeepsTheScore() {
    var expiry =
        new ItemChange(
            "e", Kind.REMOVE, "7", "arn", Instant.EPOCH, Map.of(), item("Jane", "30"), null, true);
    assertThat(ScoreDecoder.decode(expiry)).isEqualTo(deltas());
  }

  @ParameterizedTest
  @EnumSource(names = {"MODIFY", "REMOVE"})
  void withoutTheOldImageTheDifferenceIsUnknown(Kind kind) {
    assertThat(ScoreDecoder.decode(change(kind, null, item("Jane", "30"))))
        .isEqualTo(Decoded.malformed(NO_OLD_IMAGE));
  }

  @Test
  void aRecordThatIsNoScoreIsNamed() {
    malformed(Map.of("Score", BigDecimal.ONE), "new image: Username must be a text of type S");
    malformed(item("", "1"), "new image: Username must be a text of type S");
    malformed(
        Map.of("Username", BigDecimal.ONE, "Score", BigDecimal.ONE),
        "new image: Username must be a text of type S");
    malformed(Map.of("Username", "Jane"), "new image: Score must be a number of type N");
    malformed(
        Map.of("Username", "Jane", "Score", "100"), "new image: Score must be a number of type N");
    malformed(
        item("ä".repeat(1_025), "1"), "new image: Username must have at most 2048 bytes, had 2050");
  }

  @Test
  void aDifferenceThatNoDynamoNumberHoldsIsNamed() {
    assertThat(
            ScoreDecoder.decode(change(Kind.MODIFY, item("Jane", "1e-30"), item("Jane", "1e30"))))
        .isEqualTo(Decoded.malformed("the change of a score must have at most 38 digits, had 60"));
  }

  private static void malformed(Map<String, @Nullable Object> image, String reason) {
    assertThat(ScoreDecoder.decode(change(Kind.INSERT, null, image)))
        .isEqualTo(Decoded.malformed(reason));
  }
}
