package dev.millrace.local.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/// From bean to bean.
public final class OrderHandler
    implements RequestHandler<OrderHandler.Order, OrderHandler.Receipt> {

  public static final class Order {
    private String item = "";
    private int count;

    public String getItem() {
      return item;
    }

    public void setItem(String item) {
      this.item = item;
    }

    public int getCount() {
      return count;
    }

    public void setCount(int count) {
      this.count = count;
    }
  }

  public static final class Receipt {
    private final String text;

    public Receipt(String text) {
      this.text = text;
    }

    public String getText() {
      return text;
    }
  }

  @Override
  public Receipt handleRequest(Order order, Context context) {
    return new Receipt(order.getCount() + " x " + order.getItem());
  }
}
