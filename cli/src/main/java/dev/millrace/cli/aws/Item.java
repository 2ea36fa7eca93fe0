package dev.millrace.cli.aws;

import java.math.BigDecimal;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// An item of a table, whose attributes must be there.
public record Item(String table, Map<String, AttributeValue> attributes) {

  /// A string attribute.
  ///
  /// @throws OutputException if there is no such string
  public String text(String name) {
    var value = attributes.get(name);
    if (value == null || value.s() == null) {
      throw lacking("string", name);
    }
    return value.s();
  }

  /// A number attribute.
  ///
  /// @throws OutputException if there is no such number
  public BigDecimal number(String name) {
    var value = attributes.get(name);
    if (value == null || value.n() == null) {
      throw lacking("number", name);
    }
    return new BigDecimal(value.n());
  }

  private OutputException lacking(String type, String name) {
    return new OutputException(
        "%s holds an item without a %s %s: %s".formatted(table, type, name, attributes));
  }
}
