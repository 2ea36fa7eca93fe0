package dev.millrace.local.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.faults.Trigger.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PlanRunTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Happening PUT = put("orders", true);

  private static Happening put(String stream, boolean byFunction) {
    return new Happening.Called(Api.KINESIS, "PutRecords", Set.of(stream), byFunction);
  }

  private static FaultRule throttle() {
    return FaultRule.call("kinesis:PutRecords", new Fault.Throttle());
  }

  /// Which of `count` such happenings are hit, counted from 1.
  private static List<Integer> hits(FaultPlan plan, Happening happening, int count) {
    var run = new PlanRun(plan, START);
    return IntStream.rangeClosed(1, count)
        .filter(_ -> run.next(happening, START).isPresent())
        .boxed()
        .toList();
  }

  @Test
  void theNthIsHitAndNoOther() {
    assertThat(hits(FaultPlan.of(throttle().nth(3)), PUT, 10)).containsExactly(3);
  }

  @Test
  void everyNthIsHitUntilItWasOftenEnough() {
    assertThat(hits(FaultPlan.of(throttle().every(3).times(2)), PUT, 20)).containsExactly(3, 6);
  }

  @Test
  void aRuleHitsOnlyWhatItIsAbout() {
    var about = throttle().resource("orders");

    assertThat(hits(FaultPlan.of(about), put("orders", true), 1)).hasSize(1);
    assertThat(hits(FaultPlan.of(about), put("others", true), 1)).isEmpty();
    assertThat(hits(FaultPlan.of(about), put("orders", false), 1)).isEmpty();
    assertThat(hits(FaultPlan.of(about.fromAnyone()), put("orders", false), 1)).hasSize(1);
    assertThat(hits(FaultPlan.of(about), new Happening.Invoked("orders"), 1)).isEmpty();
  }

  @Test
  void aStarStandsForEveryAction() {
    var plan = FaultPlan.of(FaultRule.call("kinesis:*", new Fault.ServiceError()));

    assertThat(hits(plan, PUT, 1)).hasSize(1);
  }

  @Test
  void rulesAboutFunctionsNameThemOrMeanAll() {
    var one = FaultPlan.of(FaultRule.invocation("a", new Fault.CrashAfter()));
    var all = FaultPlan.of(FaultRule.delivery(new Fault.DuplicateDelivery()));

    assertThat(hits(one, new Happening.Invoked("a"), 1)).hasSize(1);
    assertThat(hits(one, new Happening.Invoked("b"), 1)).isEmpty();
    assertThat(hits(all, new Happening.Delivered("b"), 1)).hasSize(1);
  }

  @Test
  void aSpanBeginsWithAfterAndEndsBeforeUntil() {
    var rule = throttle().after(Duration.ofSeconds(10)).until(Duration.ofSeconds(20));
    var run = new PlanRun(FaultPlan.of(rule), START);
    var hit =
        LongStream.of(9, 10, 19, 20)
            .filter(second -> run.next(PUT, START.plusSeconds(second)).isPresent())
            .boxed()
            .toList();

    assertThat(hit).containsExactly(10L, 19L);
  }

  @Test
  void theFirstRuleWhoseConditionHoldsDecidesAndAllOfThemCount() {
    var plan =
        FaultPlan.of(
            throttle().nth(2),
            FaultRule.call("kinesis:PutRecords", new Fault.LostAnswer()).every(2));
    var run = new PlanRun(plan, START);
    var faults = new ArrayList<String>();
    for (var i = 0; i < 4; i++) {
      run.next(PUT, START).map(hit -> hit.fault().name()).ifPresent(faults::add);
    }

    assertThat(faults).containsExactly("throttle", "lost-answer");
  }

  @Test
  void oneSeedGivesTheSameHitsWhateverElseHappens() {
    var plan = FaultPlan.of(throttle().probability(0.3)).seeded(7);
    var busy = plan.with(FaultRule.invocation(new Fault.CrashBefore()).probability(0.5));
    var run = new PlanRun(busy, START);
    var hits = new ArrayList<Integer>();
    for (var i = 1; i <= 100; i++) {
      run.next(new Happening.Invoked("f"), START);
      if (run.next(PUT, START).isPresent()) {
        hits.add(i);
      }
    }

    assertThat(hits).isEqualTo(hits(plan, PUT, 100)).hasSizeBetween(15, 45);
    assertThat(hits(plan.seeded(8), PUT, 100)).isNotEqualTo(hits);
  }

  @Test
  void aRandomScheduleHitsAboutAsOftenAsItSaysWithEveryFaultThatFits() {
    var plan =
        FaultPlan.NONE
            .seeded(3)
            .withRandom(0.2, List.of(new Call(Api.KINESIS, "PutRecords", Optional.empty(), false)));
    var run = new PlanRun(plan, START);
    for (var i = 0; i < 2_000; i++) {
      run.next(PUT, START).ifPresent(run::happened);
    }

    assertThat(run.injected())
        .extracting(Injected::fault)
        .containsExactly("internal-error", "lost-answer", "partial-failure", "throttle");
    assertThat(run.injected().stream().mapToLong(Injected::times).sum()).isBetween(280L, 480L);
  }

  @Test
  void whatHappenedIsListedByFaultAndByWhatItHit() {
    var run = new PlanRun(FaultPlan.of(throttle().times(2)), START);
    for (var i = 0; i < 3; i++) {
      run.next(PUT, START).ifPresent(run::happened);
    }

    assertThat(run.injected())
        .containsExactly(new Injected("throttle", "kinesis:PutRecords orders", 2));
  }

  @Test
  void entriesThatFailAreNeitherNoneNorAllUnlessAllAreToFail() {
    for (var seed = 0; seed < 200; seed++) {
      var dice = new Dice(seed, 0, 1);
      assertThat(PartialFailures.failed(2, 0.5, dice)).hasSize(1);
      assertThat(PartialFailures.failed(20, 0.01, dice)).isNotEmpty().hasSizeLessThan(20);
      assertThat(PartialFailures.failed(20, 0.99, dice)).hasSizeBetween(1, 19);
      assertThat(PartialFailures.failed(3, 1, dice)).containsExactly(0, 1, 2);
      assertThat(PartialFailures.failed(1, 0.1, dice)).containsExactly(0);
    }
  }

  @Test
  void whatCannotBeIsRefusedByName() {
    refused(
        () -> FaultRule.call("s3:PutObject", new Fault.Throttle()),
        "with one of the services dynamodb, kinesis, firehose, sqs, was s3:PutObject");
    refused(
        () -> FaultRule.call("kinesis:PutItem", new Fault.Throttle()),
        "kinesis: the action must be * or one of [AddTagsToStream,");
    refused(
        () -> FaultRule.call("kinesis:PutRecords", new Fault.CrashAfter()),
        "on kinesis:PutRecords: fault must be one of [throttle, internal-error, latency,");
    refused(
        () -> FaultRule.call("dynamodb:PutItem", new Fault.PartialFailure(0.5)),
        "must be one of [dynamodb:BatchWriteItem, firehose:PutRecordBatch, kinesis:PutRecords],"
            + " was dynamodb:PutItem");
    refused(
        () -> FaultRule.delivery(new Fault.Throttle()),
        "on mapping: fault must be one of [duplicate-delivery], was throttle");
    refused(() -> throttle().nth(0), "a rule: nth must be at least 1, was 0");
    refused(
        () -> throttle().probability(1.5),
        "a rule: probability must be above 0 and at most 1, was 1.5");
    refused(() -> throttle().nth(1).every(2), "a rule: nth must stand without every");
    refused(
        () -> FaultRule.time(Duration.ofSeconds(1), new Fault.Throttle()),
        "on time: fault must be one of [split-shard, merge-shards, clock-jump], was throttle");
    refused(
        () -> new Fault.ClockJump(Duration.ZERO),
        "clock-jump: by must be longer than PT0S, was PT0S");
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable rule, String message) {
    assertThatThrownBy(rule)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
