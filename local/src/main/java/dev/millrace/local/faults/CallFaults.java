package dev.millrace.local.faults;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import dev.millrace.local.gateway.Exchange;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Lets faults hit the calls that come through a gateway.
final class CallFaults {

  private final Faults faults;
  private final String functionKey;
  private final String ownKey;

  CallFaults(Faults faults, String functionKey, String ownKey) {
    this.faults = faults;
    this.functionKey = functionKey;
    this.ownKey = ownKey;
  }

  /// What a call asks for.
  private record Asked(Api api, String action) {

    static Optional<Asked> of(String target) {
      var dot = target.lastIndexOf('.');
      return Api.byPrefix(target.substring(0, Math.max(0, dot)))
          .map(api -> new Asked(api, target.substring(dot + 1)))
          .filter(asked -> asked.api().actions().contains(asked.action()));
    }
  }

  void handle(Exchange exchange) throws Exception {
    var asked =
        exchange
            .target()
            .flatMap(Asked::of)
            .filter(each -> faults.watches(each.api(), each.action()));
    var key = exchange.accessKey().orElse("");
    if (asked.isEmpty() || key.equals(ownKey)) {
      exchange.pass();
    } else if (exchange.read()) {
      handle(asked.get(), key.equals(functionKey), exchange);
    }
  }

  private void handle(Asked asked, boolean byFunction, Exchange exchange) throws Exception {
    var document = exchange.document().orElseGet(JsonNodeFactory.instance::objectNode);
    var called =
        new Happening.Called(
            asked.api(), asked.action(), asked.api().resources(document), byFunction);
    var hit = faults.next(called);
    if (hit.isEmpty()) {
      exchange.pass();
    } else {
      inject(hit.get(), called, document, exchange);
    }
  }

  private void inject(
      PlanRun.Hit hit, Happening.Called called, JsonNode document, Exchange exchange)
      throws Exception {
    if (hit.fault() instanceof Fault.OfStack) {
      faults.happenToStack(hit);
      exchange.pass();
      return;
    }
    faults.happened(hit);
    switch (hit.fault()) {
      case Fault.Throttle _ ->
          exchange.refuse(refusal(called.api().throttle(called.action()), hit));
      case Fault.ServiceError _ -> exchange.refuse(refusal(called.api().internalError(), hit));
      case Fault.LostAnswer _ -> exchange.loseAnswer();
      case Fault.Latency(var by) -> {
        Thread.sleep(by);
        exchange.pass();
      }
      case Fault.PartialFailure(var share) ->
          failPartly(
              PartialFailures.of(called.api(), called.action()).orElseThrow(),
              share,
              hit.dice(),
              document,
              exchange);
      case Fault.OfStack _, Fault.OfInvocation _, Fault.OfDelivery _ ->
          throw new IllegalStateException(hit.fault().name() + " is no fault of a call");
    }
  }

  private static void failPartly(
      BatchShape shape, double share, Dice dice, JsonNode request, Exchange exchange)
      throws Exception {
    var entries = shape.entries(request);
    var failed = PartialFailures.failed(entries, share, dice);
    if (entries == 0) {
      exchange.pass();
    } else if (failed.size() == entries) {
      exchange.answer(shape.answer(request, failed, JsonNodeFactory.instance.objectNode()));
    } else {
      exchange.pass(
          shape.without(request, failed), answer -> shape.answer(request, failed, answer));
    }
  }

  private static AwsException refusal(AwsError error, PlanRun.Hit hit) {
    return new AwsException(
        error, "injected fault: %s of %s".formatted(hit.fault().name(), hit.happening().subject()));
  }
}
