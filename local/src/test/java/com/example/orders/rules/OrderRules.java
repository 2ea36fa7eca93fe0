package com.example.orders.rules;

/** What a stranger keeps in a library. */
public final class OrderRules {

  private OrderRules() {}

  public static void check(String orderId, String amount) {
    if (Integer.parseInt(amount) < 0) {
      throw new IllegalArgumentException("order " + orderId + " has the amount " + amount);
    }
  }
}
