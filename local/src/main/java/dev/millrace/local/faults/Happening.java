package dev.millrace.local.faults;

import java.util.Set;

/// Something that a fault may hit.
sealed interface Happening {

  /// What it is about, for the list of what was injected.
  String subject();

  /// Whether a rule is about it.
  boolean matches(Trigger on);

  /// A call of an API.
  ///
  /// @param resources that it names
  record Called(Api api, String action, Set<String> resources, boolean byFunction)
      implements Happening {

    @Override
    public String subject() {
      return (api.id() + ":" + action + " " + String.join(",", resources)).strip();
    }

    @Override
    public boolean matches(Trigger on) {
      return on instanceof Trigger.Call call
          && call.api() == api
          && (call.action().equals(Trigger.Call.ANY) || call.action().equals(action))
          && (call.anyone() || byFunction)
          && call.resource().map(resources::contains).orElse(true);
    }
  }

  /// An invocation of a function.
  record Invoked(String function) implements Happening {

    @Override
    public String subject() {
      return "function " + function;
    }

    @Override
    public boolean matches(Trigger on) {
      return on instanceof Trigger.Invocation(var name) && name.map(function::equals).orElse(true);
    }
  }

  /// A batch that a function has processed.
  record Delivered(String function) implements Happening {

    @Override
    public String subject() {
      return "mapping of " + function;
    }

    @Override
    public boolean matches(Trigger on) {
      return on instanceof Trigger.Delivery(var name) && name.map(function::equals).orElse(true);
    }
  }

  /// A time that came; its rule hears of it from the clock.
  record TimeCame() implements Happening {

    @Override
    public String subject() {
      return "time";
    }

    @Override
    public boolean matches(Trigger on) {
      return false;
    }
  }
}
