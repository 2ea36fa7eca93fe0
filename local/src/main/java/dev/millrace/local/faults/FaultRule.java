package dev.millrace.local.faults;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// One trouble, what it hits, and when.
///
/// ```java
/// FaultRule.call("dynamodb:TransactWriteItems", new Fault.LostAnswer()).nth(3)
/// FaultRule.invocation("NYCTaxiTripsProcess", new Fault.CrashAfter()).probability(0.1).times(5)
/// ```
public record FaultRule(Trigger on, When when, Fault fault) {

  /// @throws IllegalArgumentException if the fault cannot hit what the rule is about
  public FaultRule {
    var fits =
        switch (on) {
          case Trigger.Call _ -> fault instanceof Fault.OfCall;
          case Trigger.Invocation _ -> fault instanceof Fault.OfInvocation;
          case Trigger.Delivery _ -> fault instanceof Fault.OfDelivery;
          case Trigger.Time _ -> fault instanceof Fault.OfStack;
        };
    Rules.require(
        fits, "on " + on.text(), "fault", "be one of " + FaultKinds.namesFor(on), fault.name());
    if (fault instanceof Fault.PartialFailure && on instanceof Trigger.Call call) {
      Rules.require(
          PartialFailures.of(call.api(), call.action()).isPresent(),
          "partial-failure",
          "on",
          "be one of " + PartialFailures.ACTIONS,
          on.text());
    }
    if (on instanceof Trigger.Time) {
      var bare =
          new When(
              OptionalLong.empty(),
              OptionalLong.empty(),
              1,
              when.after(),
              Optional.empty(),
              OptionalLong.empty());
      Rules.require(
          when.after().isPresent() && when.equals(bare),
          "on time",
          "after",
          "be there, and no other condition",
          when);
    }
  }

  /// A rule about the calls that functions make.
  ///
  /// @param call such as `kinesis:PutRecords` or `dynamodb:*`
  public static FaultRule call(String call, Fault fault) {
    var colon = call.indexOf(':');
    var api =
        Api.byId(call.substring(0, Math.max(0, colon)))
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "a call must be SERVICE:ACTION with one of the services %s, was %s"
                        .formatted(Api.ids(), call)));
    var action = call.substring(colon + 1);
    return always(new Trigger.Call(api, action, Optional.empty(), false), fault);
  }

  /// A rule about the invocations of every function.
  public static FaultRule invocation(Fault fault) {
    return always(new Trigger.Invocation(Optional.empty()), fault);
  }

  /// A rule about the invocations of one function, by name.
  public static FaultRule invocation(String function, Fault fault) {
    return invocation(fault).resource(function);
  }

  /// A rule about the batches that every mapping delivers.
  public static FaultRule delivery(Fault fault) {
    return always(new Trigger.Delivery(Optional.empty()), fault);
  }

  /// A rule about the batches that mappings deliver to one function.
  public static FaultRule delivery(String function, Fault fault) {
    return delivery(fault).resource(function);
  }

  /// Something that happens once, so long after the plan came in force.
  public static FaultRule time(Duration after, Fault fault) {
    var when =
        new When(
            OptionalLong.empty(),
            OptionalLong.empty(),
            1,
            Optional.of(after),
            Optional.empty(),
            OptionalLong.empty());
    return new FaultRule(new Trigger.Time(), when, fault);
  }

  private static FaultRule always(Trigger on, Fault fault) {
    return new FaultRule(on, When.ALWAYS, fault);
  }

  /// The same about one table, stream, delivery stream, queue or function, by name.
  public FaultRule resource(String name) {
    var one = Optional.of(name);
    return new FaultRule(
        switch (on) {
          case Trigger.Call(var api, var action, _, var anyone) ->
              new Trigger.Call(api, action, one, anyone);
          case Trigger.Invocation _ -> new Trigger.Invocation(one);
          case Trigger.Delivery _ -> new Trigger.Delivery(one);
          case Trigger.Time _ ->
              throw new IllegalArgumentException(
                  "on time: resource must not be there, was " + name);
        },
        when,
        fault);
  }

  /// The same about the calls of clients outside of the stack, too.
  public FaultRule fromAnyone() {
    if (on instanceof Trigger.Call(var api, var action, var resource, _)) {
      return new FaultRule(new Trigger.Call(api, action, resource, true), when, fault);
    }
    throw new IllegalArgumentException("on %s: from is for calls of an API".formatted(on.text()));
  }

  /// The same, but only the n-th time, counted from 1.
  public FaultRule nth(long n) {
    return with(
        new When(
            OptionalLong.of(n),
            when.every(),
            when.probability(),
            when.after(),
            when.until(),
            when.times()));
  }

  /// The same, but only every n-th time.
  public FaultRule every(long n) {
    return with(
        new When(
            when.nth(),
            OptionalLong.of(n),
            when.probability(),
            when.after(),
            when.until(),
            when.times()));
  }

  /// The same, but each time only with this probability.
  public FaultRule probability(double probability) {
    return with(
        new When(when.nth(), when.every(), probability, when.after(), when.until(), when.times()));
  }

  /// The same, but not before this time after the plan came in force.
  public FaultRule after(Duration time) {
    return with(
        new When(
            when.nth(),
            when.every(),
            when.probability(),
            Optional.of(time),
            when.until(),
            when.times()));
  }

  /// The same, but not from this time on.
  public FaultRule until(Duration time) {
    return with(
        new When(
            when.nth(),
            when.every(),
            when.probability(),
            when.after(),
            Optional.of(time),
            when.times()));
  }

  /// The same, but at most so many times.
  public FaultRule times(long most) {
    return with(
        new When(
            when.nth(),
            when.every(),
            when.probability(),
            when.after(),
            when.until(),
            OptionalLong.of(most)));
  }

  FaultRule with(When other) {
    return new FaultRule(on, other, fault);
  }
}
