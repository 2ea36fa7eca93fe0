package dev.millrace.local.mapping.api;

import dev.millrace.local.mapping.MappingConfig;
import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import dev.millrace.local.mapping.MappingView;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A mapping in the form of the API's answers: every setting, defaults included.
final class MappingDocument {

  private MappingDocument() {}

  static Map<String, Object> of(MappingView mapping) {
    var config = mapping.config();
    var document = new LinkedHashMap<String, Object>();
    document.put("UUID", config.uuid());
    startingPosition(config.startingPosition(), document);
    document.put("BatchSize", config.batchSize());
    document.put("MaximumBatchingWindowInSeconds", config.batchingWindow().toSeconds());
    document.put("ParallelizationFactor", config.parallelizationFactor());
    document.put("EventSourceArn", config.streamArn());
    document.put("FunctionArn", config.functionArn());
    document.put("LastModified", seconds(mapping.lastModified()));
    document.put("LastProcessingResult", mapping.lastProcessingResult());
    document.put("State", mapping.state().text());
    document.put("StateTransitionReason", "User action");
    document.put("DestinationConfig", Map.of("OnFailure", onFailure(config)));
    document.put(
        "MaximumRecordAgeInSeconds",
        config.maximumRecordAge().map(Duration::toSeconds).orElse(-1L));
    document.put("BisectBatchOnFunctionError", config.bisectOnError());
    document.put("MaximumRetryAttempts", config.maximumRetryAttempts().orElse(-1));
    document.put(
        "TumblingWindowInSeconds", config.tumblingWindow().map(Duration::toSeconds).orElse(0L));
    document.put(
        "FunctionResponseTypes",
        config.reportBatchItemFailures() ? List.of("ReportBatchItemFailures") : List.of());
    document.put("EventSourceMappingArn", arn(config));
    if (!config.filters().isEmpty()) {
      var filters = config.filters().stream().map(pattern -> Map.of("Pattern", pattern)).toList();
      document.put("FilterCriteria", Map.of("Filters", filters));
    }
    return document;
  }

  private static void startingPosition(StartingPosition position, Map<String, Object> document) {
    switch (position) {
      case StartingPosition.TrimHorizon _ -> document.put("StartingPosition", "TRIM_HORIZON");
      case StartingPosition.Latest _ -> document.put("StartingPosition", "LATEST");
      case StartingPosition.AtTimestamp(var time) -> {
        document.put("StartingPosition", "AT_TIMESTAMP");
        document.put("StartingPositionTimestamp", seconds(time));
      }
    }
  }

  private static Map<String, String> onFailure(MappingConfig config) {
    return config.onFailure().map(arn -> Map.of("Destination", arn)).orElse(Map.of());
  }

  private static String arn(MappingConfig config) {
    var function = config.functionArn();
    return function.substring(0, function.indexOf(":function:"))
        + ":event-source-mapping:"
        + config.uuid();
  }

  private static BigDecimal seconds(Instant time) {
    return BigDecimal.valueOf(time.toEpochMilli(), 3);
  }
}
