package dev.millrace.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import dev.millrace.common.KinesisBatches.Entry;
import dev.millrace.common.testkit.FakeContext;
import dev.millrace.common.testkit.KinesisEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Records are letters; `!` is poison. What is done is listed in the order in which it is done.
class KinesisBatchesTest {

  private static final StreamsEventResponse COMPLETE = new StreamsEventResponse(List.of());

  private final FakeContext context = new FakeContext();
  private final List<String> done = new ArrayList<>();
  private Set<String> failing = Set.of();
  private Quarantine quarantine = Quarantine.NONE;

  @Test
  void anOrderedBatchStopsAtPoison() {
    assertThat(handle(ordered(), letters("a", "b", "!", "c"))).isEqualTo(stoppedAt("102"));
    assertThat(done).containsExactly("ab");
  }

  @Test
  void nothingOfAnAggregateWithPoisonIsWritten() {
    assertThat(handle(ordered(), aggregated("a", KinesisEvents.aggregate("b", "!", "c"), "d")))
        .isEqualTo(stoppedAt("101"));
    assertThat(done).containsExactly("a");
  }

  @Test
  void setAsidePoisonIsPassedByInTheOrderOfTheStream() {
    quarantine = this::keep;

    assertThat(handle(ordered(), letters("!1", "a", "b", "!2", "!3", "c"))).isEqualTo(COMPLETE);
    assertThat(done).containsExactly("kept !1", "ab", "kept !2", "kept !3", "c");
    assertThat(context.lines())
        .singleElement()
        .asString()
        .contains("\"poison\":3", "\"quarantined\":3");
  }

  @Test
  void theGoodOfAnAggregateIsWrittenOnceItsPoisonIsSetAside() {
    quarantine = this::keep;

    assertThat(handle(ordered(), aggregated("a", KinesisEvents.aggregate("b", "!", "c"), "d")))
        .isEqualTo(COMPLETE);
    assertThat(done).containsExactly("a", "kept !", "bcd");
  }

  @Test
  void poisonThatCannotBeSetAsideStopsTheBatchLikeAnyFailedWrite() {
    quarantine = this::keep;
    failing = Set.of("!2");

    assertThat(handle(ordered(), letters("!1", "a", "!2", "b"))).isEqualTo(stoppedAt("102"));
    assertThat(done).containsExactly("kept !1", "a");
  }

  @Test
  void poisonIsNotSetAsideAheadOfAFailedWrite() {
    quarantine = this::keep;
    failing = Set.of("b");

    assertThat(handle(ordered(), letters("a", "b", "!", "c"))).isEqualTo(stoppedAt("101"));
    assertThat(done).isEmpty();
  }

  @Test
  void withoutOrderEverythingIsTriedAndTheLowestFailureIsReported() {
    quarantine = this::keep;
    failing = Set.of("!2");

    assertThat(handle(unordered(), letters("a", "!1", "b", "!2", "c", "!3")))
        .isEqualTo(stoppedAt("103"));
    assertThat(done).containsExactly("abc", "kept !1", "kept !3");
  }

  @Test
  void withoutOrderAFailedWriteBeforePoisonIsTheLowest() {
    failing = Set.of("b");

    assertThat(handle(unordered(), letters("a", "b", "!", "c"))).isEqualTo(stoppedAt("101"));
  }

  @Test
  void withoutOrderTheGoodOfAnAggregateWithPoisonIsWritten() {
    assertThat(handle(unordered(), aggregated("a", KinesisEvents.aggregate("b", "!", "c"), "d")))
        .isEqualTo(stoppedAt("101"));
    assertThat(done).containsExactly("abcd");
  }

  @Test
  void aBatchThatThrowsIsNotWrittenBesidePoison() {
    for (var order : List.of(true, false)) {
      assertThatExceptionOfType(PoisonException.class)
          .isThrownBy(() -> handle(settings(FailureMode.THROW, order), letters("a", "!", "b")))
          .withMessage("poison");
    }
    assertThat(done).isEmpty();
  }

  @Test
  void aBatchThatThrowsIsWrittenOnceItsPoisonIsSetAside() {
    quarantine = this::keep;

    assertThat(handle(settings(FailureMode.THROW, true), letters("a", "!", "b")))
        .isEqualTo(COMPLETE);
    assertThat(done).containsExactly("kept !", "ab");
  }

  @Test
  void aBrokenWriterIsLoggedAndFailsTheInvocation() {
    failing = Set.of("bug");

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> handle(ordered(), letters("bug")));
    assertThat(context.lines()).singleElement().asString().contains("IllegalStateException");
  }

  private int keep(PoisonRecord poison, Deadline deadline) {
    var text = text(poison.record());
    if (failing.contains(text)) {
      throw new RetryableException("no bucket");
    }
    done.add("kept " + text);
    return 0;
  }

  private BatchOutcome write(List<Entry<String>> entries, Deadline deadline, BatchLog log) {
    var letters = entries.stream().map(Entry::value).toList();
    if (letters.contains("bug")) {
      throw new IllegalStateException("a bug");
    }
    for (var entry : entries) {
      if (failing.contains(entry.value())) {
        return BatchOutcome.stoppedAt(
            entry.record().sequenceNumber(), new RetryableException("no table"));
      }
    }
    done.add(String.join("", letters));
    return BatchOutcome.complete();
  }

  private StreamsEventResponse handle(BatchSettings settings, KinesisEvent event) {
    return new KinesisBatches<>(
            settings,
            KinesisBatchesTest::decode,
            this::write,
            quarantine,
            InstantSource.fixed(Instant.EPOCH))
        .handle(event, context);
  }

  private static Decoded<String> decode(UserRecord record) {
    var text = text(record);
    return text.startsWith("!") ? Decoded.malformed("poison") : Decoded.valid(text);
  }

  private static String text(UserRecord record) {
    return new String(record.data(), StandardCharsets.UTF_8);
  }

  private static BatchSettings ordered() {
    return settings(FailureMode.REPORT, true);
  }

  private static BatchSettings unordered() {
    return settings(FailureMode.REPORT, false);
  }

  private static BatchSettings settings(FailureMode failures, boolean ordered) {
    return new BatchSettings(
        "letters", failures, ordered, new PoisonPolicy.Fail(), Duration.ofSeconds(1));
  }

  private static KinesisEvent letters(String... letters) {
    return KinesisEvents.of(letters);
  }

  private static KinesisEvent aggregated(String first, byte[] aggregate, String last) {
    return KinesisEvents.of(
        List.of(
            first.getBytes(StandardCharsets.UTF_8),
            aggregate,
            last.getBytes(StandardCharsets.UTF_8)));
  }

  private static StreamsEventResponse stoppedAt(String sequenceNumber) {
    return new StreamsEventResponse(List.of(new BatchItemFailure(sequenceNumber)));
  }
}
