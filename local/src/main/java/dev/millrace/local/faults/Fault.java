package dev.millrace.local.faults;

import java.time.Duration;

/// What goes wrong.
public sealed interface Fault {

  /// As plans spell it.
  String name();

  /// What can go wrong with a call of an API.
  sealed interface OfCall extends Fault {}

  /// What can go wrong with an invocation of a function.
  sealed interface OfInvocation extends Fault {}

  /// What can go wrong with a batch of an event source mapping.
  sealed interface OfDelivery extends Fault {}

  /// What can happen to the whole stack, also without a call.
  sealed interface OfStack extends OfCall {}

  /// Refused for too many calls, as the service or Lambda does it; nothing takes effect.
  record Throttle() implements OfCall, OfInvocation {
    @Override
    public String name() {
      return "throttle";
    }
  }

  /// Refused with status 500 and the service's error type; nothing takes effect.
  record ServiceError() implements OfCall {
    @Override
    public String name() {
      return "internal-error";
    }
  }

  /// Answered later, in real time, as functions' own time limits run.
  record Latency(Duration by) implements OfCall {

    public Latency {
      Rules.positive("latency", "by", by);
    }

    @Override
    public String name() {
      return "latency";
    }
  }

  /// The call takes effect, and the connection breaks before the answer is there.
  record LostAnswer() implements OfCall {
    @Override
    public String name() {
      return "lost-answer";
    }
  }

  /// Some entries of a batch are not written, and the answer says so.
  ///
  /// @param share of the entries, above 0 and at most 1. Of two or more at least one fails and,
  ///   unless it is 1, at least one does not
  record PartialFailure(double share) implements OfCall {

    public PartialFailure {
      Rules.share("partial-failure", "share", share);
    }

    @Override
    public String name() {
      return "partial-failure";
    }
  }

  /// The execution environment ends before the handler has the event.
  record CrashBefore() implements OfInvocation {
    @Override
    public String name() {
      return "crash-before";
    }
  }

  /// The execution environment ends when the handler has returned: its effects stay, its answer is
  /// lost.
  record CrashAfter() implements OfInvocation {
    @Override
    public String name() {
      return "crash-after";
    }
  }

  /// Lambda reports a time-out when the handler has returned: its effects stay, its answer is lost.
  /// Nobody waits for it.
  record TimeOut() implements OfInvocation {
    @Override
    public String name() {
      return "time-out";
    }
  }

  /// The function fails before it does anything, and its environment stays.
  record ErrorBefore() implements OfInvocation {
    @Override
    public String name() {
      return "error-before";
    }
  }

  /// The function fails after it has done everything, and its environment stays.
  record ErrorAfter() implements OfInvocation {
    @Override
    public String name() {
      return "error-after";
    }
  }

  /// A batch that succeeded is delivered again, perhaps cut differently, as after the loss of a
  /// checkpoint.
  record DuplicateDelivery() implements OfDelivery {
    @Override
    public String name() {
      return "duplicate-delivery";
    }
  }

  /// An open shard of a Kinesis stream is split in the middle.
  record SplitShard(String stream) implements OfStack {
    @Override
    public String name() {
      return "split-shard";
    }
  }

  /// Two adjacent open shards of a Kinesis stream are merged, if it has two.
  record MergeShards(String stream) implements OfStack {
    @Override
    public String name() {
      return "merge-shards";
    }
  }

  /// The stack's clock jumps ahead.
  record ClockJump(Duration by) implements OfStack {

    public ClockJump {
      Rules.positive("clock-jump", "by", by);
    }

    @Override
    public String name() {
      return "clock-jump";
    }
  }
}
