package dev.millrace.common;

import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// DynamoDB attribute values of an event as exact Java values.
///
/// `S` is `String`, `N` is `BigDecimal`, `B` is a read-only `ByteBuffer`, `BOOL` is `Boolean`,
/// `NULL` is `null`, `L` is `List`, `M` is `Map`, and sets are `Set` of the above.
public final class DynamoValues {

  private DynamoValues() {}

  /// Reads the image or the keys of an item. A `Malformed` names the attribute.
  public static Decoded<Map<String, @Nullable Object>> item(Map<String, AttributeValue> item) {
    var values = new LinkedHashMap<String, @Nullable Object>();
    for (var entry : item.entrySet()) {
      switch (value(entry.getValue())) {
        case Decoded.Valid(var value) -> values.put(entry.getKey(), value);
        case Decoded.Malformed(var reason) -> {
          return Decoded.malformed("attribute %s: %s".formatted(entry.getKey(), reason));
        }
      }
    }
    return Decoded.valid(Collections.unmodifiableMap(values));
  }

  /// Reads one attribute value.
  public static Decoded<@Nullable Object> value(@Nullable AttributeValue value) {
    if (value == null) {
      return Decoded.malformed("no value");
    } else if (value.getS() != null) {
      return Decoded.valid(value.getS());
    } else if (value.getN() != null) {
      return number(value.getN()).map(number -> number);
    } else if (value.getM() != null) {
      return item(value.getM()).map(map -> map);
    } else if (value.getL() != null) {
      return all(value.getL(), DynamoValues::value).map(list -> list);
    } else if (value.getBOOL() != null) {
      return Decoded.valid(value.getBOOL());
    } else if (value.getB() != null) {
      return Decoded.valid(bytes(value.getB()));
    }
    return rare(value);
  }

  private static Decoded<@Nullable Object> rare(AttributeValue value) {
    if (value.getNULL() != null) {
      return Decoded.valid(null);
    } else if (value.getSS() != null) {
      return Decoded.valid(set(value.getSS()));
    } else if (value.getNS() != null) {
      return all(value.getNS(), DynamoValues::number).map(DynamoValues::set);
    } else if (value.getBS() != null) {
      return Decoded.valid(set(value.getBS().stream().map(DynamoValues::bytes).toList()));
    }
    return Decoded.malformed("none of the types S, N, B, BOOL, NULL, L, M, SS, NS, BS");
  }

  private static Decoded<BigDecimal> number(String text) {
    return ExactNumbers.decimal(text);
  }

  private static ByteBuffer bytes(ByteBuffer bytes) {
    return bytes.asReadOnlyBuffer();
  }

  private static <T> Set<T> set(Collection<T> items) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(items));
  }

  private static <T, U extends @Nullable Object> Decoded<List<U>> all(
      List<T> items, Function<T, Decoded<U>> read) {
    var values = new ArrayList<U>(items.size());
    for (var item : items) {
      switch (read.apply(item)) {
        case Decoded.Valid<U>(var value) -> values.add(value);
        case Decoded.Malformed<U>(var reason) -> {
          return Decoded.malformed("item %d: %s".formatted(values.size(), reason));
        }
      }
    }
    return Decoded.valid(Collections.unmodifiableList(values));
  }
}
