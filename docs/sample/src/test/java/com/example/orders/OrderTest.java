package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OrderTest {

  @Test
  void anOrderHasACustomerAndAnAmount() {
    assertThat(Order.parse("Jane,12")).isEqualTo(new Order("Jane", 12));
  }

  @Test
  void whatIsNoOrderIsRefusedWithItsText() {
    assertThatThrownBy(() -> Order.parse("Jane,twelve"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an order must be customer,amount, was Jane,twelve");
  }
}
