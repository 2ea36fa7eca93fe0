package dev.millrace.forwarder;

import java.nio.charset.StandardCharsets;

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

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(DeliveryRecord delivery) {
    return new String(delivery.data(), StandardCharsets.UTF_8);
  }
}
