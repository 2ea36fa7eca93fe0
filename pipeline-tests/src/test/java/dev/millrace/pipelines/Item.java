package dev.millrace.pipelines;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// One item of a table.
record Item(Map<String, AttributeValue> attributes) {

  /// A string's text or a number's digits.
  String text(String name) {
    var value = Objects.requireNonNull(attributes.get(name), () -> name + " in " + attributes);
    return value.s() != null ? value.s() : value.n();
  }

  BigDecimal number(String name) {
    return new BigDecimal(text(name));
  }
}
