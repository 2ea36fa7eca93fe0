package dev.millrace.common.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import dev.millrace.common.Decoded;
import dev.millrace.common.Json;
import dev.millrace.common.PipelineException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Events whose members are missing, twice there, or of another kind.
public final class EventMutations {

  private static final List<@Nullable Object> JUNK =
      Arrays.asList(null, "", "x", "?", 0L, -1L, 1e300, true, List.of(), Map.of(), "9".repeat(200));

  private EventMutations() {}

  /// Feeds a handler mutations of an event file, as far as AWS's serializer reads them. It must
  /// answer, or throw a `PipelineException`.
  public static <E> void run(String file, Class<E> type, Consumer<E> handler) {
    var serializer = EventFiles.serializer(type);
    var intact = parsed(EventFiles.text(file));
    Fuzz.run(
        type.getSimpleName() + " of " + file,
        random -> mutated(intact, random),
        text -> handle(text, serializer, handler));
  }

  private static <E> void handle(String text, PojoSerializer<E> serializer, Consumer<E> handler) {
    E event;
    try {
      event = serializer.fromJson(text);
    } catch (RuntimeException _) {
      // then Lambda's runtime never calls the handler
      return;
    }
    try {
      handler.accept(event);
    } catch (PipelineException _) {
      // a typed error is an answer
    }
  }

  private static String mutated(@Nullable Object intact, Random random) {
    var event = intact;
    for (var i = random.nextInt(4); i >= 0; i--) {
      event = mutate(event, random);
    }
    return Json.write(event);
  }

  private static @Nullable Object parsed(String text) {
    return switch (Json.value(text.getBytes(UTF_8))) {
      case Decoded.Valid(var value) -> value;
      case Decoded.Malformed(var reason) -> throw new IllegalArgumentException(reason);
    };
  }

  private static @Nullable Object mutate(@Nullable Object value, Random random) {
    return switch (value) {
      case Map<?, ?> map when !map.isEmpty() && random.nextInt(30) > 0 -> map(map, random);
      case List<?> list when !list.isEmpty() && random.nextInt(30) > 0 -> list(list, random);
      case null, default -> JUNK.get(random.nextInt(JUNK.size()));
    };
  }

  private static Map<Object, @Nullable Object> map(Map<?, ?> map, Random random) {
    var copy = new LinkedHashMap<Object, @Nullable Object>(map);
    var keys = List.copyOf(copy.keySet());
    var key = keys.get(random.nextInt(keys.size()));
    if (random.nextInt(8) == 0) {
      copy.remove(key);
    } else {
      copy.put(key, mutate(copy.get(key), random));
    }
    return copy;
  }

  private static List<@Nullable Object> list(List<?> list, Random random) {
    var copy = new ArrayList<@Nullable Object>(list);
    var place = random.nextInt(copy.size());
    switch (random.nextInt(8)) {
      case 0 -> copy.remove(place);
      case 1 -> copy.add(place, copy.get(place));
      default -> copy.set(place, mutate(copy.get(place), random));
    }
    return copy;
  }
}
