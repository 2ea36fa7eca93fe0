package dev.millrace.benchmarks.cost;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// What AWS charges.
///
/// @param asOf from when these prices are believed to be
record Prices(String region, String asOf, Map<Prices.Good, Prices.Price> prices) {

  /// What is charged.
  enum Good {
    LAMBDA_REQUESTS,
    LAMBDA_GB_SECONDS,
    DYNAMODB_WRITE_UNITS,
    DYNAMODB_STREAM_READS,
    KINESIS_SHARD_HOURS,
    KINESIS_PUT_UNITS,
    KINESIS_STREAM_HOURS,
    KINESIS_GB_IN,
    KINESIS_GB_OUT,
    FAN_OUT_SHARD_HOURS,
    FAN_OUT_GB,
    FIREHOSE_GB,
    FIREHOSE_CONVERSION_GB,
    S3_PUTS,
    LOG_GB
  }

  /// @param dollars for so many
  /// @param page where AWS says so
  record Price(double dollars, double per, String unit, String page) {}

  Prices {
    prices = new EnumMap<>(prices);
    for (var good : Good.values()) {
      if (!prices.containsKey(good)) {
        throw new IllegalArgumentException("prices.json must have a price of " + good);
      }
    }
  }

  Price of(Good good) {
    return Objects.requireNonNull(prices.get(good));
  }

  double dollars(Good good, double quantity) {
    return quantity * of(good).dollars() / of(good).per();
  }
}
