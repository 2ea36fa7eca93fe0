package dev.millrace.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SoonTest {

  @Test
  void itIsMadeOnceOnAnotherThread() {
    var made = new AtomicInteger();
    var here = Thread.currentThread();
    var soon =
        Soon.of(() -> {
          assertThat(Thread.currentThread()).isNotSameAs(here);
          return made.incrementAndGet();
        });

    assertThat(soon.get()).isEqualTo(1);
    assertThat(soon.get()).isEqualTo(1);
  }

  @Test
  void whatWentWrongIsThrownWheneverSomebodyAsks() {
    var failure = new ConfigException("TABLE_NAME", "must be set", "nothing");
    var soon =
        Soon.<String>of(() -> {
          throw failure;
        });

    assertThatThrownBy(soon::get).isSameAs(failure);
    assertThatThrownBy(soon::get).isSameAs(failure);
  }

  @Test
  void whoIsInterruptedIsTriedAgain() {
    var permit = new Semaphore(0);
    var soon =
        Soon.of(() -> {
          permit.acquireUninterruptibly();
          return "made";
        });
    Thread.currentThread().interrupt();

    assertThatThrownBy(soon::get).isInstanceOf(RetryableException.class);

    assertThat(Thread.interrupted()).isTrue();
    permit.release();
    assertThat(soon.get()).isEqualTo("made");
  }
}
