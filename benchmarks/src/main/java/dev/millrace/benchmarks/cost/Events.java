package dev.millrace.benchmarks.cost;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Events as Lambda gives them to the functions, one after the other, from a seed.
final class Events {

  /// A reading of a second of a fleet.
  static final int UNICORNS = 500;

  private static final String WINDOW =
      """
      ,"window":{"start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:01:00Z"},"state":%s,\
      "shardId":"shardId-000000000000","eventSourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s",\
      "isFinalInvokeForWindow":%s,"isWindowTerminatedEarly":false\
      """;

  private final Random random = new Random(1);
  private long next = 1;

  /// New scores of so many users, all of whom are in every batch.
  byte[] scores(int count, int users) {
    return event(count, i -> change(next++, i % users), "");
  }

  byte[] scoreEvents(int count) {
    return event(count, _ -> kinesis("user-7", scoreEvent(next)), "");
  }

  byte[] readings(int count) {
    return event(count, i -> kinesis(unicorn(i), reading(unicorn(i))), "");
  }

  byte[] trips(int count) {
    return event(count, _ -> kinesis(Long.toString(next), trip()), "");
  }

  byte[] readings(int count, String state, boolean last) {
    return event(
        count, i -> kinesis(unicorn(i), reading(unicorn(i))), WINDOW.formatted(state, last));
  }

  byte[] trips(int count, String state, boolean last) {
    return event(count, _ -> kinesis(Long.toString(next), trip()), WINDOW.formatted(state, last));
  }

  private static byte[] event(int count, IntFunction<String> element, String more) {
    var records = IntStream.range(0, count).mapToObj(element).collect(Collectors.joining(","));
    return ("{\"Records\":[" + records + "]" + more + "}").getBytes(UTF_8);
  }

  private static String unicorn(int number) {
    return "unicorn-" + number % UNICORNS;
  }

  private String reading(String name) {
    return """
    {"Name":"%s","StatusTime":"2026-01-01 00:00:%02d.%03d","Latitude":%.15f,"Longitude":%.14f,\
    "Distance":%d,"MagicPoints":%d,"HealthPoints":%d}\
    """
        .formatted(
            name,
            next / 1000 % 60,
            next % 1000,
            42 + random.nextDouble(),
            -71 - random.nextDouble(),
            150 + random.nextInt(50),
            100 + random.nextInt(60),
            100 + random.nextInt(60));
  }

  private String trip() {
    return """
    {"type":"trip","trip_id":%d,"vendorId":%d,"pickup_latitude":%.15f,"pickup_longitude":%.14f,\
    "dropoff_latitude":%.15f,"dropoff_longitude":%.14f,"trip_distance":%.2f,"passengerCount":%d,\
    "pickup_datetime":"2016-01-01 00:00:00","dropoff_datetime":"2016-01-01 00:14:00",\
    "total_amount":%.2f}\
    """
        .formatted(
            next,
            1 + random.nextInt(2),
            40.6 + random.nextDouble() / 5,
            -74 + random.nextDouble() / 5,
            40.6 + random.nextDouble() / 5,
            -74 + random.nextDouble() / 5,
            random.nextDouble() * 20,
            1 + random.nextInt(6),
            random.nextDouble() * 60);
  }

  private static String scoreEvent(long id) {
    return """
    {"id":"%032x:0","timestamp":"2026-01-01T00:00:00Z","tablename":"GameScoresByUser",\
    "username":"user-7","score":100}\
    """
        .formatted(id);
  }

  private String kinesis(String key, String data) {
    var sequenceNumber = String.format(Locale.ROOT, "4966%052d", next++);
    return """
    {"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"%s","sequenceNumber":"%s","data":"%s",\
    "approximateArrivalTimestamp":1767225600.123},"eventSource":"aws:kinesis","eventVersion":"1.0",\
    "eventID":"shardId-000000000000:%s","eventName":"aws:kinesis:record",\
    "invokeIdentityArn":"arn:aws:iam::000000000000:role/function","awsRegion":"us-east-1",\
    "eventSourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s"}\
    """
        .formatted(
            key,
            sequenceNumber,
            Base64.getEncoder().encodeToString(data.getBytes(UTF_8)),
            sequenceNumber);
  }

  private static String change(long id, int user) {
    return """
    {"eventID":"%032x","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb",\
    "awsRegion":"us-east-1","dynamodb":{"ApproximateCreationDateTime":1767225600,\
    "Keys":{"RecordID":{"N":"%d"}},"NewImage":{"RecordID":{"N":"%d"},"Username":{"S":"user-%d"},\
    "Score":{"N":"100"}},"SequenceNumber":"%021d","SizeBytes":60,\
    "StreamViewType":"NEW_AND_OLD_IMAGES"},"eventSourceARN":\
    "arn:aws:dynamodb:us-east-1:000000000000:table/GameScoreRecords/stream/2026-01-01T00:00:00.000"}\
    """
        .formatted(id, id, id, user, id);
  }
}
