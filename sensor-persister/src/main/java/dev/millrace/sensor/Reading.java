package dev.millrace.sensor;

import java.math.BigDecimal;

/// What a unicorn reported at one moment. Numbers are exactly as sent.
record Reading(
    String name,
    String statusTime,
    BigDecimal latitude,
    BigDecimal longitude,
    BigDecimal distance,
    BigDecimal magicPoints,
    BigDecimal healthPoints) {

  /// What makes two readings the same item of the table.
  record Key(String name, String statusTime) {}

  Key key() {
    return new Key(name, statusTime);
  }
}
