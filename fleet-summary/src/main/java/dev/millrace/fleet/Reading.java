package dev.millrace.fleet;

import java.math.BigDecimal;

/// What a unicorn reported at one moment. Numbers are exactly as sent.
///
/// Public because Flink then serializes its fields one by one.
///
/// @param json the reading as it came
public record Reading(
    String name,
    BigDecimal distance,
    BigDecimal magicPoints,
    BigDecimal healthPoints,
    String json) {}
