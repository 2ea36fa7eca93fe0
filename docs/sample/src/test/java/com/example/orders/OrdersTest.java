package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.junit.RunningStack;
import dev.millrace.junit.Stack;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.sqs.SqsClient;

@Stack(template = "template.yaml", patience = "PT60S")
class OrdersTest {

  private final RunningStack stack;
  private final KinesisClient kinesis;

  OrdersTest(RunningStack stack, KinesisClient kinesis) {
    this.stack = stack;
    this.kinesis = kinesis;
  }

  private void order(String order) {
    kinesis.putRecord(put ->
        put.streamName(stack.id("Orders"))
            .partitionKey("orders")
            .data(SdkBytes.fromUtf8String(order)));
  }

  @Test
  void ordersAreAccepted() {
    order("Jane,12");
    order("John,7");

    // the function waits five seconds for a full batch; nobody else has to
    stack.advance(Duration.ofSeconds(5));

    stack.await(
        () -> stack.logs("CheckOrders").contains("accepted Order[customer=John, amount=7]"));
  }

  @Test
  void aBadOrderIsSetAsideAndTheOthersAreAcceptedOnce(SqsClient sqs) {
    order("Jane,12");
    order("no order at all");
    order("John,7");

    // retries and back-off, as far as they go
    stack.drain();

    assertThat(stack.logs("CheckOrders"))
        .filteredOn(line -> line.startsWith("accepted"))
        .containsExactly(
            "accepted Order[customer=Jane, amount=12]", "accepted Order[customer=John, amount=7]");
    var rejected = sqs.receiveMessage(receive -> receive.queueUrl(stack.id("Rejected"))).messages();
    assertThat(rejected).singleElement().extracting("body").asString().contains("\"batchSize\":1");
    assertThat(stack.mappings("CheckOrders"))
        .singleElement()
        .satisfies(mapping -> assertThat(mapping.recordsDiscarded()).isEqualTo(1));
  }

  @Test
  void eachTestBeginsWithAnEmptyStack() {
    assertThat(stack.logs("CheckOrders")).isEmpty();
    assertThat(stack.mappings()).allSatisfy(mapping -> assertThat(mapping.recordsRead()).isZero());
  }
}
