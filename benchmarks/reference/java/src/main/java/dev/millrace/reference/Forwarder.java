package dev.millrace.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;

/// Delivers the trips that have all their coordinates.
public final class Forwarder implements RequestHandler<KinesisEvent, StreamsEventResponse> {

  private final FirehoseClient firehose = FirehoseClient.create();
  private final ObjectMapper json = new ObjectMapper();

  @Override
  public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
    for (var record : event.getRecords()) {
      try {
        var trip = json.readTree(UTF_8.decode(record.getKinesis().getData()).toString());
        if (isValid(trip)) {
          deliver(trip);
        }
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return new StreamsEventResponse(List.of());
  }

  private static boolean isValid(JsonNode trip) {
    return trip.path("type").asText().equals("trip")
        && Stream.of("pickup_latitude", "pickup_longitude", "dropoff_latitude", "dropoff_longitude")
            .allMatch(name -> trip.path(name).asDouble() != 0);
  }

  private void deliver(JsonNode trip) {
    var data = SdkBytes.fromString(trip + "\n", UTF_8);
    firehose.putRecord(put ->
        put.deliveryStreamName(System.getenv("DELIVERY_STREAM_NAME"))
            .record(record -> record.data(data)));
  }
}
