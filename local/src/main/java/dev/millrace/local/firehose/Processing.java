package dev.millrace.local.firehose;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.local.firehose.ProcessingConfiguration.Processor;
import dev.millrace.local.firehose.partition.DeAggregation;
import dev.millrace.local.firehose.partition.MetadataExtraction;
import dev.millrace.local.firehose.partition.PartitionException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `ProcessingConfiguration`, checked. Processors are applied in the order of the components, in
/// whatever order they were given.
///
/// @param decompresses whether records are GZIP of CloudWatch Logs
/// @param extractsMessages whether only the messages in them are kept
/// @param deAggregation null if records are not taken apart
/// @param lambda null if no function transforms them
/// @param extraction null if no query finds partition keys
/// @param delimiter follows each record; may be empty
record Processing(
    boolean decompresses,
    boolean extractsMessages,
    @Nullable DeAggregation deAggregation,
    @Nullable LambdaProcessor lambda,
    @Nullable MetadataExtraction extraction,
    byte[] delimiter) {

  private static final Map<String, Set<String>> PARAMETERS =
      Map.of(
          "Decompression", Set.of("CompressionFormat"),
          "CloudWatchLogProcessing", Set.of("DataMessageExtraction"),
          "RecordDeAggregation", Set.of("SubRecordType", "Delimiter"),
          "Lambda",
              Set.of(
                  "LambdaArn",
                  "NumberOfRetries",
                  "RoleArn",
                  "BufferSizeInMBs",
                  "BufferIntervalInSeconds"),
          "MetadataExtraction", Set.of("MetadataExtractionQuery", "JsonParsingEngine"),
          "AppendDelimiterToRecord", Set.of("Delimiter"));

  private static final Processing NONE =
      new Processing(false, false, null, null, null, new byte[0]);

  /// @throws dev.millrace.local.gateway.AwsException naming the processor that breaks a rule, or is
  ///   not supported
  static Processing of(@Nullable ProcessingConfiguration config) {
    var processors = config == null ? null : config.processors();
    var processing = checked(processors == null ? List.of() : processors);
    return config != null && Boolean.TRUE.equals(config.enabled()) ? processing : NONE;
  }

  private static Processing checked(List<Processor> processors) {
    var byType = new HashMap<String, ProcessorParameters>();
    for (var processor : processors) {
      var known = PARAMETERS.get(processor.type());
      if (known == null) {
        throw Refusal.argument(
            "The processor %s is not supported here, %s are",
            processor.type(), String.join(", ", PARAMETERS.keySet().stream().sorted().toList()));
      }
      if (byType.put(processor.type(), ProcessorParameters.of(processor, known)) != null) {
        throw Refusal.argument("Processors must have at most one %s", processor.type());
      }
    }
    var lambda = byType.get("Lambda");
    var delimiter = byType.get("AppendDelimiterToRecord");
    return new Processing(
        decompresses(byType.get("Decompression")),
        extracts(byType.get("CloudWatchLogProcessing"), byType.get("Decompression")),
        deAggregation(byType.get("RecordDeAggregation")),
        lambda == null ? null : LambdaProcessor.of(lambda),
        extraction(byType.get("MetadataExtraction")),
        delimiter == null ? NONE.delimiter : delimiter(delimiter));
  }

  private static boolean decompresses(@Nullable ProcessorParameters parameters) {
    if (parameters != null && !parameters.required("CompressionFormat").equals("GZIP")) {
      throw Refusal.argument(
          "Decompression: CompressionFormat must be GZIP, was '%s'",
          parameters.required("CompressionFormat"));
    }
    return parameters != null;
  }

  private static boolean extracts(
      @Nullable ProcessorParameters parameters, @Nullable ProcessorParameters decompression) {
    if (parameters == null) {
      return false;
    }
    if (decompression == null) {
      throw Refusal.argument("CloudWatchLogProcessing needs the processor Decompression");
    }
    var extraction = parameters.required("DataMessageExtraction");
    return switch (extraction) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw Refusal.argument(
              "CloudWatchLogProcessing: DataMessageExtraction must be true or false, was '%s'",
              extraction);
    };
  }

  private static @Nullable DeAggregation deAggregation(@Nullable ProcessorParameters parameters) {
    if (parameters == null) {
      return null;
    }
    try {
      return DeAggregation.of(
          parameters.required("SubRecordType"), parameters.optional("Delimiter"));
    } catch (PartitionException e) {
      throw Refusal.argument("RecordDeAggregation: %s", e.getMessage());
    }
  }

  private static @Nullable MetadataExtraction extraction(@Nullable ProcessorParameters parameters) {
    if (parameters == null) {
      return null;
    }
    try {
      return MetadataExtraction.of(
          parameters.required("MetadataExtractionQuery"), parameters.required("JsonParsingEngine"));
    } catch (PartitionException e) {
      throw Refusal.argument("MetadataExtraction: %s", e.getMessage());
    }
  }

  /// Templates spell the line break `\n`, which YAML in single quotes hands over as two characters.
  private static byte[] delimiter(ProcessorParameters parameters) {
    var value = parameters.optional("Delimiter");
    return (value == null ? "\n" : value.replace("\\n", "\n")).getBytes(UTF_8);
  }

  boolean isLambdaAtMost() {
    return !decompresses && deAggregation == null && extraction == null && delimiter.length == 0;
  }

  /// How records are gathered for the processors; null if they do nothing before delivery.
  @Nullable Buffering buffering() {
    if (lambda != null) {
      return lambda.buffering();
    }
    return decompresses || deAggregation != null || extraction != null ? Buffering.NONE : null;
  }
}
