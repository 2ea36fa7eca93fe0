package dev.millrace.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.local.firehose.format.Deserializer;
import dev.millrace.local.firehose.format.FormatConversion;
import dev.millrace.local.firehose.format.HiveType;
import dev.millrace.local.firehose.format.HiveType.Column;
import dev.millrace.local.firehose.format.Serializer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// Taxi trips, as a producer sends them and their Glue table has them.
final class Trips {

  private static final List<Column> COLUMNS =
      List.of(
          column("type", "string"),
          column("trip_id", "bigint"),
          column("vendor_id", "int"),
          column("pickup_latitude", "double"),
          column("pickup_longitude", "double"),
          column("dropoff_latitude", "double"),
          column("dropoff_longitude", "double"),
          column("trip_distance", "double"),
          column("passenger_count", "int"),
          column("pickup_datetime", "timestamp"),
          column("dropoff_datetime", "timestamp"),
          column("total_amount", "double"));

  private Trips() {}

  private static Column column(String name, String type) {
    return new Column(name, HiveType.parse(name, type));
  }

  static FormatConversion toParquet() {
    var keys =
        new Deserializer.OpenX(
            true, false, Map.of("vendor_id", "vendorId", "passenger_count", "passengerCount"));
    return new FormatConversion(COLUMNS, keys, Serializer.Parquet.DEFAULT);
  }

  static List<byte[]> records(int count, long seed) {
    var random = new Random(seed);
    return IntStream.range(0, count).mapToObj(i -> record(i, random)).toList();
  }

  private static byte[] record(int id, Random random) {
    var minute = random.nextInt(60);
    return """
    {"type":"trip","trip_id":%d,"vendorId":%d,"pickup_latitude":%.14f,"pickup_longitude":%.14f,\
    "dropoff_latitude":%.14f,"dropoff_longitude":%.14f,"trip_distance":%.2f,"passengerCount":%d,\
    "pickup_datetime":"2016-03-%02dT%02d:%02d:%02dZ","dropoff_datetime":"2016-03-%02dT23:%02d:%02dZ",\
    "total_amount":%.2f}
    """
        .formatted(
            id,
            1 + random.nextInt(2),
            40.6 + random.nextDouble() / 5,
            -74 + random.nextDouble() / 5,
            40.6 + random.nextDouble() / 5,
            -74 + random.nextDouble() / 5,
            random.nextDouble() * 20,
            1 + random.nextInt(6),
            1 + random.nextInt(30),
            random.nextInt(24),
            minute,
            random.nextInt(60),
            1 + random.nextInt(30),
            minute,
            random.nextInt(60),
            random.nextDouble() * 60)
        .getBytes(UTF_8);
  }
}
