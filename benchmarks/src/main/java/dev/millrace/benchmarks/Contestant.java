package dev.millrace.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A function as somebody deploys it: the process that asks Lambda's Runtime API for work.
///
/// @param environment all of it but where the Runtime API is
record Contestant(
    String name, List<String> command, Map<String, String> environment, Path directory) {

  Contestant {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /// The same on the machine's first core only.
  Contestant onOneCore() {
    var pinned = new ArrayList<>(List.of("taskset", "-c", "0"));
    pinned.addAll(command);
    return new Contestant(name, pinned, environment, directory);
  }

  Contestant with(String variable, String value) {
    var more = new HashMap<>(environment);
    more.put(variable, value);
    return new Contestant(name, command, more, directory);
  }
}
