package com.example.orders;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Sums up each customer's orders of a minute.
public final class TotalOrders
    implements RequestHandler<KinesisTimeWindowEvent, TimeWindowEventResponse> {

  @Override
  public TimeWindowEventResponse handleRequest(KinesisTimeWindowEvent event, Context context) {
    Map<String, String> totals =
        event.getState() == null ? new TreeMap<>() : new TreeMap<>(event.getState());
    for (var record : event.getRecords()) {
      var order = Order.parse(record.getKinesis().getData());
      totals.merge(order.customer(), "" + order.amount(), TotalOrders::sum);
    }
    if (event.getIsFinalInvokeForWindow()) {
      context.getLogger().log("minute " + event.getWindow().getStart() + ": " + totals);
    }
    var response = new TimeWindowEventResponse();
    response.setState(totals);
    response.setBatchItemFailures(List.of());
    return response;
  }

  private static String sum(String a, String b) {
    return "" + Math.addExact(Long.parseLong(a), Long.parseLong(b));
  }
}
