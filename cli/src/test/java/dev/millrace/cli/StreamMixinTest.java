package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.feed.Keyed;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class StreamMixinTest {

  private static Keyed keyed(String... options) {
    return CommandLine.populateCommand(new StreamMixin("s"), options)
        .keys()
        .apply("Shadowfax", new byte[0]);
  }

  @Test
  void recordsOfAKeyStayInOrderUnlessTheyNeedNot() {
    assertThat(keyed().ordered()).isTrue();
    assertThat(keyed("--partition-key", "fixed:k").ordered()).isTrue();
    assertThat(keyed("--partition-key", "random").ordered()).isFalse();
    assertThat(keyed("--unordered").ordered()).isFalse();
    assertThat(keyed("--partition-key", "fixed:k", "--unordered").ordered()).isFalse();
  }

  @Test
  void theKeyIsTheNameOrOneForAll() {
    assertThat(keyed().partitionKey()).isEqualTo("Shadowfax");
    assertThat(keyed("--partition-key", "fixed:k").partitionKey()).isEqualTo("k");
  }
}
