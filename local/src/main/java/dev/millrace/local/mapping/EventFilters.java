package dev.millrace.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/// The filters of a mapping: a record passes if one of them matches, or if there are none.
///
/// Thread-safe.
final class EventFilters {

  static final int MOST = 10;

  private static final ObjectReader JSON =
      JsonMapper.shared().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final boolean none;
  private final boolean readData;
  private final FilterMachines all;
  private final FilterMachines withoutData;

  private EventFilters(List<EventFilter> filters) {
    this.none = filters.isEmpty();
    this.readData = filters.stream().anyMatch(EventFilter::readsData);
    this.all = new FilterMachines(filters);
    this.withoutData =
        new FilterMachines(filters.stream().filter(filter -> !filter.readsData()).toList());
  }

  /// @throws IllegalArgumentException naming the pattern and what is wrong with it
  static EventFilters of(List<String> patterns, StreamArn.Kind kind) {
    if (patterns.size() > MOST) {
      throw new IllegalArgumentException(
          "filterCriteria.filters must hold at most %d patterns, held %d"
              .formatted(MOST, patterns.size()));
    }
    return new EventFilters(
        patterns.stream().map(pattern -> EventFilter.parse(pattern, kind)).toList());
  }

  static EventFilters of(MappingConfig config) {
    return of(config.filters(), StreamArn.parse(config.streamArn()).kind());
  }

  /// Whether a DynamoDB record passes.
  ///
  /// @param event its element of `Records`
  boolean pass(byte[] event) {
    return none || all.match(new String(event, UTF_8));
  }

  /// Whether a Kinesis record passes. Filters that look into the data match no record whose data
  /// are not JSON.
  ///
  /// @param data what was put
  /// @param event the record as filters see it, with these JSON data or none
  boolean pass(byte[] data, Function<Optional<String>, byte[]> event) {
    if (none) {
      return true;
    }
    var json = readData ? json(data) : Optional.<String>empty();
    var machines = json.isPresent() ? all : withoutData;
    return machines.match(new String(event.apply(json), UTF_8));
  }

  private static Optional<String> json(byte[] data) {
    try {
      var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
      return JSON.readTree(text).isMissingNode() ? Optional.empty() : Optional.of(text);
    } catch (CharacterCodingException | JacksonException _) {
      return Optional.empty();
    }
  }
}
