package dev.millrace.local.stack;

import dev.millrace.local.data.DataDirectory;
import dev.millrace.local.data.Journal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The template's resources that a data directory holds, with the settings they were made with.
///
/// A resource that is held and set as before is kept; one whose settings can be changed is changed;
/// any other difference is an error. One that left the template stays as it is.
final class Holdings implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();

  /// A resource whose state outlives the stack.
  ///
  /// @param path of its properties in the template
  /// @param type such as `AWS::SQS::Queue`
  /// @param name its physical name
  /// @param settings what makes it what it is
  /// @param isThere whether the service has one of that name
  /// @param create makes it
  /// @param changes how a setting is changed, by its name; the others cannot be
  record Lasting(
      String path,
      String type,
      String name,
      Map<String, Object> settings,
      BooleanSupplier isThere,
      Runnable create,
      Map<String, Consumer<Object>> changes) {}

  /// An entry of the file.
  record Entry(String type, String name, Map<String, Object> settings) {}

  private final Map<List<String>, Map<String, Object>> held = new LinkedHashMap<>();
  private final String directory;
  private final @Nullable Journal journal;

  private Holdings(Optional<DataDirectory> data) {
    this.directory = data.map(each -> each.path().toString()).orElse("");
    this.journal =
        data.map(each -> Journal.open(each.file("resources.journal"), this::read)).orElse(null);
    if (journal != null) {
      journal.replace(entries ->
          held.forEach((key, settings) ->
              entries.accept(written(new Entry(key.getFirst(), key.getLast(), settings)))));
    }
  }

  /// What a directory holds; without one, nothing, and nothing is added.
  static Holdings of(Optional<DataDirectory> data) {
    return new Holdings(data);
  }

  /// Makes a resource as it must be.
  ///
  /// @throws TemplateException if it is there and a setting differs that cannot be changed
  void ensure(Lasting resource) {
    var key = List.of(resource.type(), resource.name());
    var before = held.get(key);
    if (before == null || !resource.isThere().getAsBoolean()) {
      // noted first: a start that is cut off in between must not take it for a stranger's
      hold(key, plain(resource.settings()));
      resource.create().run();
      return;
    }
    var after = plain(resource.settings());
    var names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    names.removeIf(
        name -> String.valueOf(before.get(name)).equals(String.valueOf(after.get(name))));
    if (names.isEmpty()) {
      return;
    }
    for (var name : names) {
      check(resource, name, before.get(name), after.get(name));
    }
    for (var name : names) {
      resource.changes().getOrDefault(name, _ -> {}).accept(resource.settings().get(name));
    }
    hold(key, after);
  }

  private void check(
      Lasting resource, String setting, @Nullable Object before, @Nullable Object after) {
    if (after == null || !resource.changes().containsKey(setting)) {
      throw new TemplateException(
          "%s/%s cannot be changed: data directory %s holds %s %s with %s, the template says %s; name another --data directory"
              .formatted(
                  resource.path(),
                  setting,
                  directory,
                  resource.type(),
                  resource.name(),
                  before == null ? "none" : JSON.writeValueAsString(before),
                  after == null ? "none" : JSON.writeValueAsString(after)));
    }
  }

  private void hold(List<String> key, Map<String, Object> settings) {
    if (journal != null) {
      held.put(key, settings);
      journal.append(written(new Entry(key.getFirst(), key.getLast(), settings)));
    }
  }

  private void read(byte[] bytes) {
    var entry = JSON.readValue(bytes, Entry.class);
    held.put(List.of(entry.type(), entry.name()), plain(entry.settings()));
  }

  private static byte[] written(Entry entry) {
    return JSON.writeValueAsString(entry).getBytes(StandardCharsets.UTF_8);
  }

  /// Values as templates mean them: there is no difference between `2` and `"2"`.
  private static Map<String, Object> plain(Map<?, ?> values) {
    var plain = new LinkedHashMap<String, Object>();
    values.entrySet().stream()
        .sorted((a, b) -> String.valueOf(a.getKey()).compareTo(String.valueOf(b.getKey())))
        .forEach(entry -> plain.put(String.valueOf(entry.getKey()), plain(entry.getValue())));
    return plain;
  }

  private static Object plain(Object value) {
    return switch (value) {
      case Map<?, ?> map -> plain(map);
      case List<?> list -> list.stream().map(Holdings::plain).toList();
      default -> String.valueOf(value);
    };
  }

  @Override
  public void close() {
    if (journal != null) {
      journal.close();
    }
  }
}
