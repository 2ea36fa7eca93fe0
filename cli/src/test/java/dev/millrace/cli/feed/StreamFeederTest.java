package dev.millrace.cli.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cli.fake.FakeKinesis;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamFeederTest {

  private final FakeKinesis kinesis = new FakeKinesis();
  private final Progress progress = new Progress();
  private final List<Long> pauses = new ArrayList<>();
  private final StreamFeeder feeder =
      new StreamFeeder(kinesis, "s", progress, millis -> pauses.add(millis));

  private List<String> sent() {
    return kinesis.data("s").stream().map(data -> new String(data, UTF_8)).toList();
  }

  @Test
  void fiveHundredRecordsShareACall() {
    for (var i = 0; i < 1100; i++) {
      feeder.send("k", Integer.toString(i).getBytes(UTF_8), null);
    }
    feeder.flush();

    assertThat(kinesis.calls).containsExactly(500, 500, 100);
    assertThat(sent()).hasSize(1100).startsWith("0", "1").endsWith("1099");
    assertThat(progress.sent()).isEqualTo(1100);
  }

  @Test
  void aCallStaysBelowFourMegabytes() {
    for (var i = 0; i < 6; i++) {
      feeder.send("k", new byte[1024 * 1024 - 1], null);
    }
    feeder.flush();

    assertThat(kinesis.calls).containsExactly(4, 2);
  }

  @Test
  void refusedRecordsAreSentAgainAfterGrowingPauses() {
    kinesis.refusing = 3;
    for (var i = 0; i < 8; i++) {
      feeder.send("k", Integer.toString(i).getBytes(UTF_8), null);
    }
    feeder.flush();

    assertThat(kinesis.calls).containsExactly(8, 4, 2, 1);
    assertThat(sent()).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7");
    assertThat(progress.sent()).isEqualTo(8);
    assertThat(progress.retried()).isEqualTo(7);
    assertThat(pauses).containsExactly(100L, 200L, 400L);
  }

  @Test
  void whatIsNeverTakenIsAnErrorThatNamesTheStreamAndTheReason() {
    kinesis.refusing = 100;
    feeder.send("k", "x".getBytes(UTF_8), null);

    assertThatThrownBy(feeder::flush)
        .isInstanceOf(FeedException.class)
        .hasMessage(
            "stream s did not take 1 records in 12 attempts:"
                + " ProvisionedThroughputExceededException: slow down");
  }

  @Test
  void recordsOfAKeyShareACallOnlyIfTheyNeedNoOrder() {
    var plain = new PlainFeeder(feeder);
    for (var ordered : List.of(true, false)) {
      for (var i = 0; i < 3; i++) {
        plain.send(new Keyed("k", "x".getBytes(UTF_8), ordered));
      }
      plain.flush();
    }

    assertThat(kinesis.calls).containsExactly(1, 1, 1, 3);
  }

  @Test
  void recordsThatReplaceEachOtherNeverShareACall() {
    kinesis.refusing = 1;
    feeder.send("k", "old".getBytes(UTF_8), "Shadowfax 1");
    feeder.send("k", "other".getBytes(UTF_8), "Shadowfax 2");
    feeder.send("k", "new".getBytes(UTF_8), "Shadowfax 1");
    feeder.flush();

    assertThat(sent()).containsExactly("other", "old", "new");
  }
}
