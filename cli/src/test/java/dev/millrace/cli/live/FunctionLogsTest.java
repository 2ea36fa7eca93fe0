package dev.millrace.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class FunctionLogsTest {

  private final FunctionLogs logs = new FunctionLogs();

  @Test
  void writtenIsSummedOverTheBatchesOfAFunction() {
    logs.accept("A", "{\"event\":\"batch\",\"records\":5,\"written\":4}");
    logs.accept("A", "{\"event\":\"batch\",\"records\":5,\"written\":3}\n");
    logs.accept("B", "{\"event\":\"batch\",\"written\":9}");

    assertThat(logs.complete(List.of(new Stage("A", 1, 2, 0, 4, 5), new Stage("C", 1, 2, 8, 4, 5))))
        .containsExactly(new Stage("A", 1, 2, 7, 4, 5), new Stage("C", 1, 2, 8, 4, 5));
  }

  @Test
  void linesOfAnotherKindArePassedOver() {
    logs.accept("A", "START RequestId: 1");
    logs.accept("A", "{not json}");
    logs.accept("A", "{\"event\":\"other\"}");
    logs.accept("A", "{\"event\":\"record\",\"payload\":{\"event\":\"record\"}}");

    assertThat(logs.records("A")).isEqualTo(1);
    assertThat(logs.records("B")).isZero();
  }

  @Test
  void lastLinesAreWaitedFor() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = threads.submit(() -> logs.awaitRecords("A", 100, Duration.ofSeconds(30)));
      for (var i = 0; i < 100; i++) {
        logs.accept("A", "{\"event\":\"record\"}");
      }
      assertThat(waiting.get()).isEqualTo(100);
    }
  }

  @Test
  void waitingEndsWithTheTime() throws InterruptedException {
    assertThat(logs.awaitRecords("A", 1, Duration.ofMillis(1))).isZero();
  }
}
