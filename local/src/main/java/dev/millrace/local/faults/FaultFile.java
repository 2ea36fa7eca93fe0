package dev.millrace.local.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// A plan as a file in YAML.
final class FaultFile {

  private FaultFile() {}

  /// @throws FaultFileException naming the place, the rule and the value
  static FaultPlan read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new FaultFileException("faults " + file + " cannot be read: " + e, e);
    }
  }

  /// Parses the text of a plan; `name` is for messages.
  static FaultPlan parse(String text, String name) {
    try {
      var settings = LoadSettings.builder().setLabel(name).build();
      var tree = new Load(settings).loadFromString(text);
      return plan(Section.of(tree, name));
    } catch (YamlEngineException e) {
      throw new FaultFileException(
          "%s is not valid YAML: %s"
              .formatted(
                  name, String.valueOf(e.getMessage()).strip().replaceAll("\\s*\n\\s*", " ")),
          e);
    }
  }

  private static FaultPlan plan(Section file) {
    var seed = file.whole("seed").orElse(0);
    var rules = file.sections("rules").stream().map(FaultFile::rule).toList();
    var random = file.section("random");
    file.refuseOthers();
    var plan = new FaultPlan(seed, rules);
    return random.map(section -> random(plan, section)).orElse(plan);
  }

  private static FaultPlan random(FaultPlan plan, Section section) {
    var probability = section.number("probability");
    var on = new ArrayList<Trigger>();
    for (var each : section.sections("on")) {
      on.add(trigger(each));
      each.refuseOthers();
    }
    section.refuseOthers();
    return section.checked(
        () -> plan.withRandom(probability.orElseThrow(() -> section.missing("probability")), on));
  }

  private static FaultRule rule(Section section) {
    var on = trigger(section);
    var fault = fault(section);
    var when = when(section);
    section.refuseOthers();
    return section.checked(() -> new FaultRule(on, when, fault));
  }

  private static Trigger trigger(Section section) {
    var on = section.text("on").orElseThrow(() -> section.missing("on"));
    var resource = section.text("resource");
    var from = section.text("from");
    var trigger =
        section.checked(() ->
            switch (on) {
              case "function" -> new Trigger.Invocation(resource);
              case "mapping" -> new Trigger.Delivery(resource);
              case "time" -> new Trigger.Time();
              default -> call(section, on, resource, from);
            });
    if (trigger instanceof Trigger.Time && resource.isPresent()) {
      throw section.wrong("resource", "not be there on time", resource.get());
    }
    if (!(trigger instanceof Trigger.Call) && from.isPresent()) {
      throw section.wrong("from", "be there on calls of an API only", from.get());
    }
    return trigger;
  }

  private static Trigger call(
      Section section, String on, Optional<String> resource, Optional<String> from) {
    var colon = on.indexOf(':');
    var api = Api.byId(on.substring(0, Math.max(0, colon)));
    if (api.isEmpty()) {
      throw section.wrong(
          "on",
          "be function, mapping, time or SERVICE:ACTION with one of the services " + Api.ids(),
          on);
    }
    var anyone =
        switch (from.orElse("functions")) {
          case "functions" -> false;
          case "anyone" -> true;
          default -> throw section.wrong("from", "be functions or anyone", from.orElseThrow());
        };
    return new Trigger.Call(api.get(), on.substring(colon + 1), resource, anyone);
  }

  private static Fault fault(Section section) {
    var name = section.text("fault").orElseThrow(() -> section.missing("fault"));
    return section.checked(() ->
        switch (name) {
          case "throttle" -> new Fault.Throttle();
          case "internal-error" -> new Fault.ServiceError();
          case "latency" -> new Fault.Latency(section.requiredDuration("by"));
          case "lost-answer" -> new Fault.LostAnswer();
          case "partial-failure" -> new Fault.PartialFailure(section.number("share").orElse(0.5));
          case "crash-before" -> new Fault.CrashBefore();
          case "crash-after" -> new Fault.CrashAfter();
          case "time-out" -> new Fault.TimeOut();
          case "error-before" -> new Fault.ErrorBefore();
          case "error-after" -> new Fault.ErrorAfter();
          case "duplicate-delivery" -> new Fault.DuplicateDelivery();
          case "split-shard" -> new Fault.SplitShard(section.requiredText("stream"));
          case "merge-shards" -> new Fault.MergeShards(section.requiredText("stream"));
          case "clock-jump" -> new Fault.ClockJump(section.requiredDuration("by"));
          default -> throw section.wrong("fault", "be one of " + names(), name);
        });
  }

  private static List<String> names() {
    return Stream.of(
            FaultRule.call("dynamodb:*", new Fault.Throttle()),
            FaultRule.invocation(new Fault.Throttle()),
            FaultRule.delivery(new Fault.DuplicateDelivery()))
        .flatMap(rule -> FaultKinds.namesFor(rule.on()).stream())
        .distinct()
        .toList();
  }

  private static When when(Section section) {
    var nth = section.whole("nth");
    var every = section.whole("every");
    var probability = section.number("probability").orElse(1);
    var after = section.duration("after");
    var until = section.duration("until");
    var times = section.whole("times");
    return section.checked(() -> new When(nth, every, probability, after, until, times));
  }
}
