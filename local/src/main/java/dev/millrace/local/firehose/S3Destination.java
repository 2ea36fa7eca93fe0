package dev.millrace.local.firehose;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.local.firehose.ExtendedS3.BackupMode;
import dev.millrace.local.firehose.ExtendedS3.CompressionFormat;
import dev.millrace.local.firehose.ExtendedS3.Processor;
import dev.millrace.local.firehose.compress.Compression;
import dev.millrace.local.firehose.prefix.ObjectKeys;
import dev.millrace.local.firehose.prefix.PrefixException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where and how a delivery stream writes its objects: the settings, checked.
///
/// @param stream the delivery stream
/// @param version of its settings
/// @param delimiter follows each record; may be empty
/// @param conversion null if records are delivered as they are
record S3Destination(
    String stream,
    int version,
    String bucket,
    ObjectKeys keys,
    Buffering buffering,
    Compression compression,
    byte[] delimiter,
    @Nullable Conversion conversion) {

  private static final Pattern BUCKET_ARN = Pattern.compile("arn:[\\w-]+:s3:::([^/:]+)");

  /// When a buffer becomes an object, whichever comes first.
  ///
  /// @param bytes with delimiters, before compression
  record Buffering(long bytes, Duration interval) {}

  /// @throws dev.millrace.local.gateway.AwsException naming the parameter that breaks a rule, or is
  ///   not supported
  static S3Destination of(String stream, int version, ExtendedS3 config, Instant now) {
    if (config.s3BackupMode() == BackupMode.Enabled) {
      throw Refusal.argument("S3BackupMode Enabled is not supported here, Disabled is");
    }
    var compression = compression(config.compressionFormat());
    var delimiter = delimiter(config.processingConfiguration());
    var conversion = Conversion.of(config.dataFormatConversionConfiguration());
    if (conversion != null) {
      checkConverted(compression, delimiter);
    }
    var extension =
        conversion == null ? compression.extension() : conversion.serializer().extension();
    return new S3Destination(
        stream,
        version,
        bucket(config.bucketARN()),
        keys(config, extension, now),
        conversion == null
            ? buffering(config.bufferingHints(), 1, 5)
            : buffering(config.bufferingHints(), 64, 128),
        compression,
        delimiter,
        conversion);
  }

  private static void checkConverted(Compression compression, byte[] delimiter) {
    if (compression != Compression.UNCOMPRESSED) {
      throw Refusal.argument(
          "CompressionFormat must be UNCOMPRESSED with DataFormatConversionConfiguration, whose"
              + " serializer compresses, was %s",
          compression);
    }
    if (delimiter.length > 0) {
      throw Refusal.argument(
          "AppendDelimiterToRecord is not supported with DataFormatConversionConfiguration");
    }
  }

  private static ObjectKeys keys(ExtendedS3 config, String usualExtension, Instant now) {
    var settings =
        new ObjectKeys.Settings(
            config.prefix(),
            config.errorOutputPrefix(),
            config.customTimeZone(),
            config.fileExtension());
    try {
      return ObjectKeys.of(settings, usualExtension, now);
    } catch (PrefixException e) {
      throw Refusal.argument("%s", e.getMessage());
    }
  }

  private static String bucket(String arn) {
    var bucket = BUCKET_ARN.matcher(arn);
    if (!bucket.matches()) {
      throw Refusal.argument("BucketARN must be arn:aws:s3:::<bucket>, was '%s'", arn);
    }
    return bucket.group(1);
  }

  /// @param least how many MiB a buffer must have
  /// @param usual how many it has if nothing is said
  private static Buffering buffering(
      ExtendedS3.@Nullable BufferingHints hints, int least, int usual) {
    if (hints == null) {
      return new Buffering((long) usual << 20, Duration.ofMinutes(5));
    }
    var size = hints.sizeInMBs();
    var interval = hints.intervalInSeconds();
    if (size == null || interval == null) {
      throw Refusal.argument(
          "BufferingHints: SizeInMBs and IntervalInSeconds must be given both or neither,"
              + " were %s and %s",
          size, interval);
    }
    var path = "extendedS3DestinationConfiguration.bufferingHints.";
    long mebibytes = Refusal.within(size, path + "sizeInMBs", least, 128);
    var seconds = Refusal.within(interval, path + "intervalInSeconds", 0, 900);
    return new Buffering(mebibytes << 20, Duration.ofSeconds(seconds));
  }

  private static Compression compression(@Nullable CompressionFormat format) {
    return switch (format) {
      case null -> Compression.UNCOMPRESSED;
      case UNCOMPRESSED -> Compression.UNCOMPRESSED;
      case GZIP -> Compression.GZIP;
      case ZIP -> Compression.ZIP;
      case Snappy -> Compression.SNAPPY;
      case HADOOP_SNAPPY -> Compression.HADOOP_SNAPPY;
    };
  }

  private static byte[] delimiter(ExtendedS3.@Nullable ProcessingConfiguration processing) {
    if (processing == null || processing.processors() == null) {
      return new byte[0];
    }
    processing.processors().forEach(S3Destination::check);
    if (processing.processors().size() > 1) {
      throw Refusal.argument(
          "Processors must have at most one AppendDelimiterToRecord, had %d",
          processing.processors().size());
    }
    var applied = Boolean.TRUE.equals(processing.enabled()) && !processing.processors().isEmpty();
    return applied ? delimiter(processing.processors().getFirst()) : new byte[0];
  }

  private static void check(Processor processor) {
    if (!processor.type().equals("AppendDelimiterToRecord")) {
      throw Refusal.argument(
          "The processor %s is not supported here, AppendDelimiterToRecord is", processor.type());
    }
    for (var parameter : parameters(processor)) {
      if (!parameter.parameterName().equals("Delimiter")) {
        throw Refusal.argument(
            "AppendDelimiterToRecord has the parameter Delimiter only, was '%s'",
            parameter.parameterName());
      }
    }
  }

  /// Templates spell the line break `\n`, which YAML in single quotes hands over as two characters.
  private static byte[] delimiter(Processor processor) {
    var parameters = parameters(processor);
    var value = parameters.isEmpty() ? "\n" : parameters.getLast().parameterValue();
    return value.replace("\\n", "\n").getBytes(UTF_8);
  }

  private static List<ExtendedS3.Parameter> parameters(Processor processor) {
    var parameters = processor.parameters();
    return parameters == null ? List.of() : parameters;
  }
}
