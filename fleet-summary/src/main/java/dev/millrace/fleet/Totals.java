package dev.millrace.fleet;

import java.math.BigDecimal;

/// What the readings of one unicorn come to. The order in which they are added makes no difference.
public record Totals(
    BigDecimal distance,
    BigDecimal minMagicPoints,
    BigDecimal maxMagicPoints,
    BigDecimal minHealthPoints,
    BigDecimal maxHealthPoints) {

  static Totals of(Reading reading) {
    return new Totals(
        reading.distance(),
        reading.magicPoints(),
        reading.magicPoints(),
        reading.healthPoints(),
        reading.healthPoints());
  }

  Totals plus(Totals other) {
    return new Totals(
        distance.add(other.distance),
        minMagicPoints.min(other.minMagicPoints),
        maxMagicPoints.max(other.maxMagicPoints),
        minHealthPoints.min(other.minHealthPoints),
        maxHealthPoints.max(other.maxHealthPoints));
  }
}
