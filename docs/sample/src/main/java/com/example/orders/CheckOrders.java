package com.example.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import java.util.List;

/// Accepts orders. At the first record that is none it stops and names it, so that Lambda goes on
/// from there and delivers nothing twice that came before.
public final class CheckOrders implements RequestHandler<KinesisEvent, StreamsEventResponse> {

  @Override
  public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
    for (var record : event.getRecords()) {
      var kinesis = record.getKinesis();
      try {
        context.getLogger().log("accepted " + Order.parse(UTF_8.decode(kinesis.getData())));
      } catch (IllegalArgumentException e) {
        context.getLogger().log("refused: " + e.getMessage());
        return new StreamsEventResponse(
            List.of(new BatchItemFailure(kinesis.getSequenceNumber())));
      }
    }
    return new StreamsEventResponse(List.of());
  }
}
