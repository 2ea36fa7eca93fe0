package dev.millrace.forwarder;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Trips for tests.
final class Trips {

  private Trips() {}

  static String json(int id) {
    return """
    {"type":"trip","trip_id":%d,"vendorId":1,"pickup_latitude":40.763,"pickup_longitude":-73.97,\
    "dropoff_latitude":40.75,"dropoff_longitude":-73.99,"passengerCount":1}\
    """
        .formatted(id);
  }

  /// A trip with all of its fields, as the workshop's producer sends them.
  static String full(RandomGenerator random, int id) {
    return String.format(
        Locale.ROOT,
        "{\"type\":\"trip\",\"trip_id\":%d,\"vendorId\":%d,\"pickup_latitude\":%.6f,"
            + "\"pickup_longitude\":%.6f,\"dropoff_latitude\":%.6f,\"dropoff_longitude\":%.6f,"
            + "\"trip_distance\":%.2f,\"passengerCount\":%d,"
            + "\"pickup_datetime\":\"2016-01-01 00:%02d:%02d\","
            + "\"dropoff_datetime\":\"2016-01-01 01:%02d:%02d\",\"total_amount\":%.3f}",
        id + 1,
        random.nextInt(1, 3),
        random.nextDouble(40.6, 40.85),
        random.nextDouble(-74.05, -73.8),
        random.nextDouble(40.6, 40.85),
        random.nextDouble(-74.05, -73.8),
        random.nextDouble(0.5, 15.5),
        random.nextInt(1, 7),
        random.nextInt(60),
        random.nextInt(60),
        random.nextInt(60),
        random.nextInt(60),
        random.nextDouble(4, 40));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(DeliveryRecord delivery) {
    return new String(delivery.data(), StandardCharsets.UTF_8);
  }
}
