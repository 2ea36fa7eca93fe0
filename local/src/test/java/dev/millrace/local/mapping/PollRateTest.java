package dev.millrace.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import dev.millrace.local.time.StackClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

class PollRateTest {

  /// Nobody listens there; nothing is asked.
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  @Test
  @Proves(Rule.POLL_RATE)
  void aShardIsPolledAsOftenAsItsKindOfStreamAllows() {
    try (var clock = StackClock.frozenAt(Instant.EPOCH);
        var kinesis = TestClients.at(NOWHERE, KinesisClient.builder());
        var dynamoDb = TestClients.at(NOWHERE, DynamoDbStreamsClient.builder())) {
      var table = new TestConfig().stream(TestConfig.DYNAMODB_STREAM).build();
      assertThat(new KinesisSource(kinesis, new TestConfig().build(), clock).pollInterval())
          .isEqualTo(Duration.ofSeconds(1));
      assertThat(new DynamoDbSource(dynamoDb, table, clock).pollInterval())
          .isEqualTo(Duration.ofMillis(250));
    }
  }
}
