package com.example.orders;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.example.orders.rules.OrderRules;

/** A stranger's function: a plain method, its own library in the archive, AWS's in a layer. */
public class AuditOrders {

  public String onChange(DynamodbEvent event) {
    for (DynamodbEvent.DynamodbStreamRecord record : event.getRecords()) {
      var order = record.getDynamodb().getNewImage();
      OrderRules.check(order.get("orderId").getS(), order.get("amount").getN());
      System.out.println(record.getEventName() + " " + order.get("orderId").getS());
    }
    return "audited " + event.getRecords().size();
  }
}
