package com.example.orders;

/// An order as it lies in the stream: `Jane,12`.
///
/// It knows nothing of AWS, so its tests need none.
record Order(String customer, long amount) {

  static Order parse(CharSequence text) {
    var parts = text.toString().split(",", -1);
    if (parts.length != 2 || parts[0].isBlank() || !parts[1].matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("an order must be customer,amount, was " + text);
    }
    return new Order(parts[0], Long.parseLong(parts[1]));
  }
}
