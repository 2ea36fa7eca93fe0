package dev.millrace.forwarder;

import dev.millrace.common.testkit.Fuzz;
import dev.millrace.common.testkit.Mutations;
import org.junit.jupiter.api.Test;

class FuzzTest {

  private static final Mutations TRIPS =
      Mutations.of(
          """
          {"type":"trip","trip_id":1,"vendorId":2,"pickup_latitude":40.7,"pickup_longitude":-73.9,\
          "dropoff_latitude":40.6,"dropoff_longitude":-73.8,"passengerCount":1}\
          """,
          "{\"type\":\"station\"}");

  @Test
  void aTripIsReadOrSpurious() {
    Fuzz.run("TripDecoder", TRIPS, new TripDecoder(1_024_000)::decode);
  }
}
