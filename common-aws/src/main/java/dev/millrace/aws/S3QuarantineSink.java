package dev.millrace.aws;

import dev.millrace.common.Deadline;
import dev.millrace.common.PoisonPolicy;
import dev.millrace.common.PoisonRecord;
import dev.millrace.common.Quarantine;
import dev.millrace.common.Retry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;

/// Keeps poison in a bucket, one object a record: `PREFIX/FUNCTION/STREAM/SHARD/SEQUENCE-SUB`.
///
/// The key depends on the record alone, so a record that comes again overwrites itself. The body is
/// the record's bytes as its producer wrote them; the metadata say where it came from and why it is
/// here. S3 allows 2 KB of metadata in ASCII, so the values are URL-encoded, and long ones are cut.
public final class S3QuarantineSink implements Quarantine {

  private static final int MAX_KEY_CHARS = 512;
  private static final int MAX_REASON_CHARS = 768;

  private final ObjectStore store;
  private final PoisonPolicy.SetAside place;
  private final String function;
  private final Retry retry;

  /// Keeps the poison of one function.
  ///
  /// @param function its name
  public S3QuarantineSink(
      ObjectStore store, PoisonPolicy.SetAside place, String function, Retry retry) {
    this.store = store;
    this.place = place;
    this.function = function;
    this.retry = retry;
  }

  /// The quarantine of a deployed function.
  public static Quarantine of(PoisonPolicy policy, String function, Retry retry) {
    return switch (policy) {
      case PoisonPolicy.Fail() -> NONE;
      case PoisonPolicy.SetAside place ->
          new S3QuarantineSink(SignedPuts.ofThisFunction(), place, function, retry);
    };
  }

  @Override
  public int keep(PoisonRecord poison, Deadline deadline) {
    if (poison.record().sequenceNumber().isEmpty()) {
      // without its number it would take the place of another
      throw poison.exception();
    }
    var result = retry.run(List.of(poison), deadline, this::put);
    if (!result.left().isEmpty()) {
      throw result.failure("poison to " + place.bucket());
    }
    return result.retries();
  }

  private List<PoisonRecord> put(List<PoisonRecord> poison) {
    for (var record : poison) {
      try {
        store.put(place.bucket(), key(record), metadata(record), record.record().data());
      } catch (SdkException e) {
        throw AwsClients.failure("PutObject to " + place.bucket(), e);
      }
    }
    return List.of();
  }

  private String key(PoisonRecord poison) {
    var record = poison.record();
    var parts =
        List.of(
            function,
            record.origin().streamName(),
            record.origin().shardId(),
            record.sequenceNumber() + "-" + record.subSequenceNumber());
    return place.prefix() + String.join("/", parts);
  }

  private Map<String, String> metadata(PoisonRecord poison) {
    var record = poison.record();
    var metadata = new LinkedHashMap<String, String>();
    metadata.put("reason", encoded(poison.reason(), MAX_REASON_CHARS));
    metadata.put("function", function);
    metadata.put("source-arn", record.origin().sourceArn());
    metadata.put("shard-id", record.origin().shardId());
    metadata.put("sequence-number", record.sequenceNumber());
    metadata.put("sub-sequence-number", String.valueOf(record.subSequenceNumber()));
    metadata.put("aggregated", String.valueOf(record.aggregated()));
    metadata.put("partition-key", encoded(record.partitionKey(), MAX_KEY_CHARS));
    if (record.arrival() != null) {
      metadata.put("arrival", record.arrival().toString());
    }
    return metadata;
  }

  /// As much of a text as fits when it is encoded.
  private static String encoded(String text, int max) {
    var end = Math.min(text.length(), max);
    while (true) {
      var encoded = URLEncoder.encode(text.substring(0, end), StandardCharsets.UTF_8);
      if (encoded.length() <= max) {
        return encoded;
      }
      end = text.offsetByCodePoints(end, -1);
    }
  }
}
