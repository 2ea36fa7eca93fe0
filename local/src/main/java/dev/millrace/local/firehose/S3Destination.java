package dev.millrace.local.firehose;

import dev.millrace.local.firehose.compress.Compression;
import dev.millrace.local.firehose.prefix.ObjectKeys;
import dev.millrace.local.firehose.prefix.PrefixException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where and how a delivery stream writes its objects: the settings, checked.
///
/// @param stream the delivery stream
/// @param version of its settings
/// @param role the ARN of the role that writes
/// @param delimiter follows each record; may be empty
/// @param conversion null if records are delivered as they are
record S3Destination(
    String stream,
    int version,
    String bucket,
    String role,
    ObjectKeys keys,
    Buffering buffering,
    Compression compression,
    byte[] delimiter,
    @Nullable Conversion conversion) {

  private static final Pattern BUCKET_ARN = Pattern.compile("arn:[\\w-]+:s3:::([^/:]+)");
  private static final int MOST_MEBIBYTES = 128;
  private static final byte[] NOTHING = new byte[0];

  /// @throws dev.millrace.local.gateway.AwsException naming the parameter that breaks a rule, or is
  ///   not supported
  static S3Destination of(
      String stream, int version, ExtendedS3 config, byte[] delimiter, Instant now) {
    var compression = CompressionFormat.compression(config.compressionFormat());
    var conversion = Conversion.of(config.dataFormatConversionConfiguration());
    if (conversion != null) {
      checkConverted(compression, delimiter);
    }
    var settings =
        new ObjectKeys.Settings(
            config.prefix(),
            config.errorOutputPrefix(),
            config.customTimeZone(),
            config.fileExtension(),
            DynamicPartitioning.isOn(config.dynamicPartitioningConfiguration()));
    var extension =
        conversion == null ? compression.extension() : conversion.serializer().extension();
    return new S3Destination(
        stream,
        version,
        bucket(config.bucketARN()),
        config.roleARN(),
        keys(settings, extension, now),
        Buffering.of(
            config.bufferingHints(),
            "extendedS3DestinationConfiguration",
            config.hasLargeBuffers() ? 64 : 1,
            MOST_MEBIBYTES,
            config.usualMebibytes()),
        compression,
        delimiter,
        conversion);
  }

  /// Where backups go.
  ///
  /// @param path of the structure, for refusals
  static S3Destination of(String stream, int version, PlainS3 config, String path, Instant now) {
    var compression = CompressionFormat.compression(config.compressionFormat());
    var settings =
        new ObjectKeys.Settings(config.prefix(), config.errorOutputPrefix(), null, null, false);
    return new S3Destination(
        stream,
        version,
        bucket(config.bucketARN()),
        config.roleARN(),
        keys(settings, compression.extension(), now),
        Buffering.of(config.bufferingHints(), path, 1, MOST_MEBIBYTES, 5),
        compression,
        NOTHING,
        null);
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

  private static ObjectKeys keys(ObjectKeys.Settings settings, String usualExtension, Instant now) {
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
}
