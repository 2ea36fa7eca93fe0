package com.example.orders;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;

/// Accepts orders; fails at the first one that is none.
public final class CheckOrders implements RequestHandler<KinesisEvent, Void> {

  @Override
  public Void handleRequest(KinesisEvent event, Context context) {
    var orders =
        event.getRecords().stream()
            .map(record -> Order.parse(record.getKinesis().getData()))
            .toList();
    orders.forEach(order -> context.getLogger().log("accepted " + order));
    return null;
  }
}
