package dev.millrace.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.live.LiveProgress.Snapshot;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LiveProgressTest {

  private final StringWriter text = new StringWriter();
  private final AtomicReference<Snapshot> now =
      new AtomicReference<>(new Snapshot("fed 1", List.of(new Stage("A", 1, 2, 3, 4, 5))));

  private LiveProgress progress(boolean inPlace) {
    return new LiveProgress(new PrintWriter(text), inPlace, now::get);
  }

  @Test
  void plainLinesTellOnlyWhatChanged() {
    try (var progress = progress(false)) {
      progress.draw();
      progress.draw();
      now.set(new Snapshot("fed 2", now.get().stages()));
    }

    assertThat(text.toString())
        .isEqualTo("fed 1\nA: 1 in, 2 invoked, 3 written, 4 failed, lag 5\nfed 2\n");
  }

  @Test
  void aTableIsDrawnInThePlaceOfTheLast() {
    try (var progress = progress(true)) {
      progress.draw();
    }

    var table =
        """
        fed 1\u001b[K
        stage  records in  invoked  written  failed  lag\u001b[K
        ────────────────────────────────────────────────\u001b[K
        A               1        2        3       4    5\u001b[K
        \u001b[J\
        """;
    assertThat(text.toString().replaceAll("─+", "─"))
        .isEqualTo((table + "\u001b[4A\r" + table).replaceAll("─+", "─"));
  }

  @Test
  void anInterludeTakesTheTableAwayFirst() {
    try (var progress = progress(true)) {
      progress.draw();
      text.getBuffer().setLength(0);
      progress.interlude(() -> text.append("hello\n"));
      assertThat(text.toString()).isEqualTo("\u001b[4A\r\u001b[Jhello\n");
    }
  }
}
