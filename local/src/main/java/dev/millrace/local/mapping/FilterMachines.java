package dev.millrace.local.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.Patterns;

/// Filters in as few of event-ruler's machines as they fit in, which is one almost always: a field
/// must not have numbers as text and numeric operators in the same machine.
final class FilterMachines {

  private final List<Slot> slots = new ArrayList<>();

  /// One machine.
  ///
  /// @param asText fields with numbers that are compared as text
  /// @param asValue fields with numbers that are compared by value
  private record Slot(Machine machine, Set<String> asText, Set<String> asValue) {

    static Slot empty() {
      return new Slot(Machine.builder().build(), new HashSet<>(), new HashSet<>());
    }

    boolean fits(Set<String> texts, Set<String> values) {
      return texts.stream().noneMatch(asValue::contains)
          && values.stream().noneMatch(asText::contains);
    }
  }

  FilterMachines(List<EventFilter> filters) {
    for (var filter : filters) {
      filter.alternatives().forEach(this::add);
    }
  }

  private void add(Map<String, List<Patterns>> fields) {
    var texts = fieldsWith(fields, EventFilter::isNumber);
    var values = fieldsWith(fields, EventFilter::comparesValues);
    var slot = slots.stream().filter(each -> each.fits(texts, values)).findFirst();
    var chosen =
        slot.orElseGet(() -> {
          slots.add(Slot.empty());
          return slots.getLast();
        });
    chosen.asText().addAll(texts);
    chosen.asValue().addAll(values);
    chosen.machine().addPatternRule("filter", fields);
  }

  private static Set<String> fieldsWith(
      Map<String, List<Patterns>> fields, Predicate<Patterns> kind) {
    var names = new HashSet<String>();
    fields.forEach((name, patterns) -> {
      if (patterns.stream().anyMatch(kind)) {
        names.add(name);
      }
    });
    return names;
  }

  boolean match(String event) {
    return slots.stream().anyMatch(slot -> matches(slot.machine(), event));
  }

  @SuppressWarnings("CatchingUnchecked") // the library declares any exception
  private static boolean matches(Machine machine, String event) {
    try {
      return !machine.rulesForJSONEvent(event).isEmpty();
    } catch (Exception e) {
      throw new IllegalStateException("a record could not be filtered: " + event, e);
    }
  }
}
