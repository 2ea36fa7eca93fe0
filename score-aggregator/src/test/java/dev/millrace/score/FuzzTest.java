package dev.millrace.score;

import dev.millrace.common.ItemChange;
import dev.millrace.common.testkit.Fuzz;
import dev.millrace.common.testkit.Images;
import org.junit.jupiter.api.Test;

class FuzzTest {

  @Test
  void aChangeOfAScoreIsReadOrMalformed() {
    Fuzz.run(
        "ScoreDecoder",
        new Images("RecordID", "Username", "Score"),
        change -> ItemChange.of(change).flatMap(ScoreDecoder::decode));
  }
}
