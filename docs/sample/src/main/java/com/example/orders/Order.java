package com.example.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/// An order as it lies in the stream: `Jane,12`.
record Order(String customer, long amount) {

  static Order parse(ByteBuffer data) {
    var text = UTF_8.decode(data.duplicate()).toString();
    var comma = text.lastIndexOf(',');
    if (comma < 1) {
      throw new IllegalArgumentException("an order must be customer,amount, was " + text);
    }
    return new Order(text.substring(0, comma), Long.parseLong(text.substring(comma + 1)));
  }
}
