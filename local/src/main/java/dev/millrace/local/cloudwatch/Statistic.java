package dev.millrace.local.cloudwatch;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// One number that values come to.
@FunctionalInterface
interface Statistic {

  Pattern PERCENTILE = Pattern.compile("p(\\d{1,2}(\\.\\d{0,10})?|100)");

  /// Empty if the values do not tell.
  OptionalDouble of(Sample sample);

  /// The statistic of a name.
  ///
  /// @throws dev.millrace.local.gateway.AwsException if there is none of that name here
  static Statistic parse(String name) {
    return switch (name) {
      case "SampleCount" -> sample -> OptionalDouble.of(sample.count());
      case "Sum" -> sample -> OptionalDouble.of(sample.sum());
      case "Average" -> sample -> OptionalDouble.of(sample.average());
      case "Minimum" -> sample -> OptionalDouble.of(sample.minimum());
      case "Maximum" -> sample -> OptionalDouble.of(sample.maximum());
      default -> percentile(name);
    };
  }

  static boolean isPercentile(String name) {
    return PERCENTILE.matcher(name).matches();
  }

  private static Statistic percentile(String name) {
    if (!isPercentile(name)) {
      throw Refusal.value(
          "The statistic must be SampleCount, Sum, Average, Minimum, Maximum or a percentile such"
              + " as p99.9, others are not supported here, was %s",
          name);
    }
    var percent = Double.parseDouble(name.substring(1));
    return sample ->
        sample.hasPercentiles()
            ? OptionalDouble.of(sample.percentile(percent))
            : OptionalDouble.empty();
  }
}
