package dev.millrace.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Events as Lambda's mappings build them, with records as the workshops' producers write them.
final class Events {

  private static final int USERS_PER_HUNDRED = 40;
  private static final List<String> UNICORNS =
      List.of("Shadowfax", "Bucephalus", "Rocinante", "Sleipnir", "Pegasus", "Xanthos", "Babieca");

  private Events() {}

  /// New game records, whose users come again at once.
  static byte[] scores(int count) {
    var users = Math.max(1, count * USERS_PER_HUNDRED / 100);
    var records =
        IntStream.range(0, count)
            .mapToObj(i ->
                """
                {"eventID":"89a2688544e39cde37c2%012x","eventName":"INSERT","eventVersion":"1.1",\
                "eventSource":"aws:dynamodb","awsRegion":"us-east-1","dynamodb":{\
                "ApproximateCreationDateTime":1767607200,"Keys":{"RecordID":{"N":"%d"}},\
                "NewImage":{"RecordID":{"N":"%d"},"Username":{"S":"Jane Doe %d"},\
                "Score":{"N":"%d"},"Nickname":{"S":"JaneD"}},\
                "SequenceNumber":"1000000000000000%08d","SizeBytes":60,\
                "StreamViewType":"NEW_AND_OLD_IMAGES"},"eventSourceARN":\
                "arn:aws:dynamodb:us-east-1:123456789012:table/GameScoreRecords/stream/2026-01-05T09:00:00.000"}\
                """
                    .formatted(i, i, i, i % users, points(i), i))
            .collect(Collectors.joining(","));
    return "{\"Records\":[%s]}".formatted(records).getBytes(UTF_8);
  }

  /// The points of a game record: never 0, which would change no total.
  static long points(int record) {
    return 1L + record % 100;
  }

  /// Readings of a fleet of unicorns.
  static byte[] readings(int count) {
    return "{\"Records\":[%s]}".formatted(kinesis(readingData(count), "wildrydes")).getBytes(UTF_8);
  }

  /// How many bytes the records of these readings hold.
  static long readingBytes(int count) {
    return readingData(count).stream().mapToLong(data -> data.length).sum();
  }

  /// The distance of a reading.
  static long distance(int record) {
    return 150L + record % 100;
  }

  /// How many unicorns have a reading.
  static int unicorns(int count) {
    return Math.min(count, UNICORNS.size());
  }

  /// The readings of one whole window.
  static byte[] window(int count) {
    return """
    {"Records":[%s],"window":{"start":"2017-06-05T09:17:00Z","end":"2017-06-05T09:18:00Z"},\
    "state":{},"shardId":"shardId-000000000000","eventSourceARN":\
    "arn:aws:kinesis:us-east-1:123456789012:stream/wildrydes","isFinalInvokeForWindow":true,\
    "isWindowTerminatedEarly":false}\
    """
        .formatted(kinesis(readingData(count), "wildrydes"))
        .getBytes(UTF_8);
  }

  /// Taxi trips that are all delivered.
  static byte[] trips(int count) {
    return "{\"Records\":[%s]}"
        .formatted(kinesis(Trips.records(count, 1), "nyc-taxi-trips"))
        .getBytes(UTF_8);
  }

  private static List<byte[]> readingData(int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            """
            {"Name":"%s","StatusTime":"2017-06-05 09:%02d:%02d.%03d","Latitude":42.26444425005132,\
            "Longitude":-71.97582884770408,"Distance":%d,"MagicPoints":%d,"HealthPoints":%d}\
            """
                .formatted(
                    UNICORNS.get(i % UNICORNS.size()),
                    i / 60_000,
                    i / 1_000 % 60,
                    i % 1_000,
                    distance(i),
                    100 + i % 60,
                    140 + i % 40)
                .getBytes(UTF_8))
        .toList();
  }

  private static String kinesis(List<byte[]> data, String stream) {
    return IntStream.range(0, data.size())
        .mapToObj(i ->
            """
            {"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"%d",\
            "sequenceNumber":"4966000000000000000000000000000000000000000000%010d","data":"%s",\
            "approximateArrivalTimestamp":1496654228.189},"eventSource":"aws:kinesis",\
            "eventVersion":"1.0","eventID":\
            "shardId-000000000000:4966000000000000000000000000000000000000000000%010d",\
            "eventName":"aws:kinesis:record",\
            "invokeIdentityArn":"arn:aws:iam::123456789012:role/benchmark",\
            "awsRegion":"us-east-1","eventSourceARN":\
            "arn:aws:kinesis:us-east-1:123456789012:stream/%s"}\
            """
                .formatted(i, i, Base64.getEncoder().encodeToString(data.get(i)), i, stream))
        .collect(Collectors.joining(","));
  }
}
