package dev.millrace.local.firehose;

import dev.millrace.local.firehose.ProcessingConfiguration.Parameter;
import dev.millrace.local.firehose.ProcessingConfiguration.Processor;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The parameters of one processor, each a text by its name.
record ProcessorParameters(String type, Map<String, String> values) {

  /// @param known what the processor may have
  /// @throws dev.millrace.local.gateway.AwsException naming a parameter it does not have
  static ProcessorParameters of(Processor processor, Set<String> known) {
    var parameters = processor.parameters();
    var values = new HashMap<String, String>();
    for (var parameter : parameters == null ? List.<Parameter>of() : parameters) {
      var name = parameter.parameterName();
      if (!known.contains(name)) {
        throw Refusal.argument(
            "%s has the parameters %s only, was '%s'",
            processor.type(), String.join(", ", known.stream().sorted().toList()), name);
      }
      if (values.put(name, parameter.parameterValue()) != null) {
        throw Refusal.argument("%s has the parameter %s twice", processor.type(), name);
      }
    }
    return new ProcessorParameters(processor.type(), Map.copyOf(values));
  }

  @Nullable String optional(String name) {
    return values.get(name);
  }

  String required(String name) {
    var value = values.get(name);
    if (value == null) {
      throw Refusal.argument("%s must have the parameter %s", type, name);
    }
    return value;
  }

  int integer(String name, int usual, int least, int most) {
    return decimal(
            name, BigDecimal.valueOf(usual), BigDecimal.valueOf(least), BigDecimal.valueOf(most))
        .intValue();
  }

  BigDecimal decimal(String name, BigDecimal usual, BigDecimal least, BigDecimal most) {
    var text = values.get(name);
    if (text == null) {
      return usual;
    }
    try {
      var value = new BigDecimal(text);
      if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
        return value;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw Refusal.argument(
        "%s: %s must be a number from %s to %s, was '%s'", type, name, least, most, text);
  }
}
