package dev.millrace.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/// Puts records of about 100 bytes into streams.
record Feed(KinesisClient kinesis) {

  private static final long SEED = 42;
  private static final int MOST = 500;

  /// One record's data.
  static SdkBytes data(int number) {
    return SdkBytes.fromByteArray(
        String.format(
                Locale.ROOT,
                "{\"Name\":\"Shadowfax\",\"Number\":%08d,\"Latitude\":42.%06d,\"Longitude\":-71.%06d,"
                    + "\"Distance\":175,\"State\":\"running\"}",
                10_000_000 + number,
                number % 1_000_000,
                number % 999_983)
            .getBytes(UTF_8));
  }

  void create(String stream, int shards) {
    kinesis.createStream(request -> request.streamName(stream).shardCount(shards));
  }

  /// Makes a stream that holds records already, spread evenly over its shards.
  void create(String stream, int shards, int records) {
    create(stream, shards);
    var random = new Random(SEED);
    for (int from = 0; from < records; from += MOST) {
      var entries =
          IntStream.range(from, Math.min(records, from + MOST))
              .mapToObj(i ->
                  PutRecordsRequestEntry.builder()
                      .partitionKey("key-" + random.nextInt())
                      .data(data(i))
                      .build())
              .toList();
      kinesis.putRecords(request -> request.streamName(stream).records(entries));
    }
  }
}
