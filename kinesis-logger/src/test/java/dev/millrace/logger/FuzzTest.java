package dev.millrace.logger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.Decoded;
import dev.millrace.common.Json;
import dev.millrace.common.UserRecord;
import dev.millrace.common.testkit.Fuzz;
import dev.millrace.common.testkit.Mutations;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FuzzTest {

  private static final int MAX_BYTES = 4_096;

  @Test
  void everyPayloadIsOneLineOfJsonWithinTheLimit() {
    Fuzz.run(
        "RecordLine",
        Mutations.of("{\"score\":1}", "plain text\n", "\u2028\ud83e\udd84"),
        FuzzTest::check);
  }

  private static void check(byte[] data) {
    var line = RecordLine.of(new UserRecord("1", 0, "key", null, data, false), MAX_BYTES);
    var bytes = line.getBytes(StandardCharsets.UTF_8);

    assertThat(bytes.length).isLessThanOrEqualTo(MAX_BYTES);
    assertThat(line).doesNotContain("\n", "\r", "\u2028");
    assertThat(Json.object(bytes)).isInstanceOf(Decoded.Valid.class);
  }
}
