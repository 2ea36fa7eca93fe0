package dev.millrace.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsyncInvokerTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  /// A retry that waits.
  private record Retry(Instant due, Runnable task) {}

  @TempDir Path temp = Path.of("unset");

  private final FunctionLogs logs = FunctionLogs.inMemory(() -> NOW);
  private final LinkedBlockingQueue<Retry> retries = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<String> ends = new LinkedBlockingQueue<>();
  private Functions functions;
  private AsyncInvoker async;

  @BeforeEach
  void open() {
    functions =
        Functions.open(
            FunctionsOptions.of(
                FunctionMode.IN_PROCESS, () -> URI.create("http://127.0.0.1:4566"), logs));
    async =
        new AsyncInvoker(
            functions, () -> NOW, (due, task) -> retries.add(new Retry(due, task)), () -> {});
    var _ =
        logs.subscribe(event -> {
          if (event.message().startsWith("END")) {
            ends.add(event.message());
          }
        });
  }

  @AfterEach
  void close() {
    functions.close();
  }

  @Test
  void aFailedEventIsTriedTwiceMoreUnderItsRequestId() throws Exception {
    functions.register(function("faulty", 10));

    async.accept("faulty", "my-request", "\"throw\"".getBytes(UTF_8), "");
    var first = next(retries);
    first.task().run();
    var second = next(retries);
    second.task().run();

    assertThat(first.due()).isEqualTo(NOW.plus(Duration.ofMinutes(1)));
    assertThat(second.due()).isEqualTo(NOW.plus(Duration.ofMinutes(2)));
    for (int i = 0; i < 3; i++) {
      assertThat(next(ends)).isEqualTo("END RequestId: my-request");
    }
  }

  @Test
  void aSuccessfulEventIsDeliveredOnce() throws Exception {
    functions.register(function("faulty", 10));

    async.accept("faulty", "fine", "\"no\"".getBytes(UTF_8), "");
    next(ends);
    async.accept("faulty", "fine too", "\"no\"".getBytes(UTF_8), "");

    assertThat(next(ends)).isEqualTo("END RequestId: fine too");
    assertThat(retries).isEmpty();
  }

  @Test
  void aThrottledEventIsTriedEverMoreSlowly() throws Exception {
    functions.register(function("throttled", 0));

    async.accept("throttled", "r", "\"no\"".getBytes(UTF_8), "");

    for (var seconds : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
      var retry = next(retries);
      assertThat(retry.due()).isEqualTo(NOW.plusSeconds(seconds));
      retry.task().run();
    }
  }

  private FunctionConfig function(String name, int concurrency) {
    var code = TestCode.directory(temp.resolve("code"));
    return TestCode.function(
        name, "FaultyHandler", code, Duration.ofSeconds(30), Map.of(), concurrency);
  }

  private static <T> T next(LinkedBlockingQueue<T> queue) throws InterruptedException {
    return Objects.requireNonNull(queue.poll(60, TimeUnit.SECONDS));
  }
}
