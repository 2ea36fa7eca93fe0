package dev.millrace.cli.input;

import java.math.BigDecimal;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One taxi trip, or a message that pretends to be one.
///
/// @param type `trip`, or anything else for a message that is none
/// @param tripId unique in a run
/// @param pickup where it began
/// @param dropoff where it ended
public record TripInput(
    String type,
    long tripId,
    int vendorId,
    Point pickup,
    Point dropoff,
    BigDecimal distance,
    int passengers,
    String pickupTime,
    String dropoffTime,
    BigDecimal totalAmount) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /// A place; a coordinate may be unknown.
  public record Point(Optional<BigDecimal> latitude, Optional<BigDecimal> longitude) {
    static Point of(BigDecimal latitude, BigDecimal longitude) {
      return new Point(Optional.of(latitude), Optional.of(longitude));
    }
  }

  /// The message as it is sent; an unknown coordinate is left out.
  public byte[] json() {
    var node = JSON.createObjectNode().put("type", type).put("trip_id", tripId);
    node.put("vendorId", vendorId);
    put(node, "pickup", pickup);
    put(node, "dropoff", dropoff);
    node.put("trip_distance", distance).put("passengerCount", passengers);
    node.put("pickup_datetime", pickupTime).put("dropoff_datetime", dropoffTime);
    node.put("total_amount", totalAmount);
    return JSON.writeValueAsBytes(node);
  }

  private static void put(ObjectNode node, String end, Point point) {
    point.latitude().ifPresent(degrees -> node.put(end + "_latitude", degrees));
    point.longitude().ifPresent(degrees -> node.put(end + "_longitude", degrees));
  }
}
