package dev.millrace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.faults.Fault;
import dev.millrace.local.faults.FaultPlan;
import dev.millrace.local.faults.FaultRule;
import dev.millrace.local.faults.Injected;
import dev.millrace.local.mapping.MappingStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

@Stack(template = "src/test/templates/lines.yaml", parameters = "Stream=poem", patience = "PT60S")
class StackTest {

  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final RunningStack stack;
  private final KinesisClient kinesis;

  StackTest(RunningStack stack, KinesisClient kinesis) {
    this.stack = stack;
    this.kinesis = kinesis;
  }

  private void put(String line) {
    kinesis.putRecord(put ->
        put.streamName(stack.id("Lines")).partitionKey("k").data(SdkBytes.fromUtf8String(line)));
  }

  @Test
  void aTestMovesTheClockAndWaitsForWhatFollows() {
    put("so much depends");
    stack.awaitIdle();
    assertThat(stack.logs("Logger")).noneMatch(entry -> entry.startsWith("line"));

    stack.advance(WINDOW);

    stack.await(() -> stack.logs("Logger").contains("line so much depends"));
  }

  @Test
  void drainMovesTheClockByItself() {
    put("upon");

    stack.drain();

    assertThat(stack.logs("line-logger")).contains("line upon");
    assertThat(stack.mappings("Logger"))
        .extracting(MappingStatus::recordsResolved)
        .containsOnly(1L);
  }

  @RepeatedTest(2)
  void aTestSetsFaultsAndReadsWhatWasInjectedAndTheResetClearsThem() {
    assertThat(stack.faults().plan()).isEqualTo(FaultPlan.NONE);
    stack.faults().set(FaultPlan.of(FaultRule.invocation(new Fault.ErrorAfter()).nth(1)));
    put("a red wheel");

    stack.drain();

    assertThat(stack.logs("line-logger")).filteredOn("line a red wheel"::equals).hasSize(2);
    assertThat(stack.faults().injected())
        .containsExactly(new Injected("error-after", "function line-logger", 1));
  }

  @RepeatedTest(3)
  void eachTestFindsTheStackAsItStarted(DynamoDbClient dynamoDb) {
    assertThat(stack.clock().instant()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(stack.mappings()).extracting(MappingStatus::recordsRead).containsOnly(0L);
    assertThat(stack.logs("Logger")).isEmpty();
    assertThat(dynamoDb.scan(scan -> scan.tableName("orders")).items()).isEmpty();

    put("a red wheel");
    dynamoDb.putItem(
        put -> put.tableName("orders").item(Map.of("id", AttributeValue.fromS("barrow"))));
    stack.clock().advance(WINDOW);
  }

  @Test
  void parametersAndOutputsAndIdsAreTheTemplates() {
    assertThat(stack.id("Lines")).isEqualTo("poem");
    assertThat(stack.output("LinesArn")).endsWith(":stream/poem");
    assertThatThrownBy(() -> stack.output("Lines"))
        .hasMessage("the template has no output Lines, it has [LinesArn]");
    assertThatThrownBy(() -> stack.logs("Lines"))
        .hasMessage("the stack has no function Lines, it has [line-logger]");
  }

  @Test
  void clientsComeByTheirType(
      S3Client s3,
      SqsClient sqs,
      KinesisAsyncClient kinesisAsync,
      DynamoDbAsyncClient dynamoDbAsync,
      DynamoDbEnhancedClient enhanced) {
    assertThat(s3.listBuckets().buckets()).isEmpty();
    assertThat(sqs.listQueues().queueUrls()).isEmpty();
    assertThat(kinesisAsync.listStreams().join().streamNames()).containsExactly("poem");
    assertThat(dynamoDbAsync.listTables().join().tableNames()).containsExactly("orders");
    assertThat(enhanced).isSameAs(stack.client(DynamoDbEnhancedClient.class));
  }

  @Test
  void whatIsNotWaitedForInVainIsWhatWasSeen() {
    assertThat(stack.await(() -> stack.id("Lines"), "poem"::equals)).isEqualTo("poem");
    stack.awaitAsserted(() -> assertThat(stack.mappings()).hasSize(1));
  }

  @Nested
  class Within {

    @FromStack private DynamoDbClient dynamoDb = stack.client(DynamoDbClient.class);

    @Test
    void theStackIsThatOfTheClassAround(RunningStack inner) {
      assertThat(inner).isSameAs(stack);
      assertThat(dynamoDb.listTables().tableNames()).containsExactly("orders");
    }
  }

  @Nested
  @Stack(template = "src/test/templates/lines.yaml", patience = "PT0.2S", frozenAt = "")
  class WithAStackOfItsOwn {

    @Test
    void whatIsWaitedForInVainIsToldWithWhatWasSeenLast(RunningStack own) {
      assertThat(own).isNotSameAs(stack);

      assertThatThrownBy(() -> own.await(() -> own.id("Lines"), "prose"::equals))
          .isInstanceOf(AssertionFailedError.class)
          .hasMessageStartingWith("the condition did not hold, last was lines within PT0.2S")
          .hasMessageContaining("functionName=line-logger");
      assertThatThrownBy(() -> own.awaitAsserted(() -> assertThat(1).isEqualTo(2)))
          .isInstanceOf(AssertionFailedError.class)
          .hasMessageContaining("expected: 2");
    }
  }
}
