package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.cloudwatch.Metrics;
import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.kinesis.KinesisServer;
import dev.millrace.local.kinesis.Quotas;
import dev.millrace.local.time.StackClock;
import java.time.Instant;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/// The quotas of shards as AWS's SDK sees them, and as the stack's own clients do not.
class QuotasSdkTest {

  private static final String RATE_EXCEEDED =
      "Rate exceeded for shard shardId-000000000000 in stream s under account 000000000000.";

  private final AtomicLong nanos = new AtomicLong();
  private final StackClock clock = StackClock.frozenAt(Instant.parse("2026-03-01T12:00:00Z"));
  private final KinesisServer server =
      new KinesisServer(clock, Stack.REGION, Stack.ACCOUNT, _ -> {}, Quotas.enforced(nanos::get));
  private final Gateway gateway = Gateway.open(0);
  private final SdkClients own = SdkClients.own(gateway.endpoint(), OutsideServices.NONE);
  private final KinesisClient kinesis =
      KinesisClient.builder()
          .httpClientBuilder(Apache5HttpClient.builder())
          .endpointOverride(gateway.endpoint())
          .region(Region.of(Stack.REGION))
          .credentialsProvider(OutsideCredentials.MADE_UP)
          .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
          .build();

  QuotasSdkTest() {
    gateway.add(server.service());
    gateway.add(server.ownService(Metrics.NONE));
    kinesis.createStream(s -> s.streamName("s").shardCount(1));
  }

  @AfterEach
  void stop() {
    kinesis.close();
    own.close();
    gateway.close();
    server.close();
    clock.close();
  }

  private PutRecordsResponse put(int count) {
    var entry =
        PutRecordsRequestEntry.builder()
            .partitionKey("k")
            .data(SdkBytes.fromUtf8String("x"))
            .build();
    return kinesis.putRecords(r -> r.streamName("s").records(Collections.nCopies(count, entry)));
  }

  private static String oldest(KinesisClient client) {
    return client
        .getShardIterator(r ->
            r.streamName("s").shardId("shardId-000000000000").shardIteratorType("TRIM_HORIZON"))
        .shardIterator();
  }

  @Test
  void aRecordThatExceedsTheRateFailsByItselfOrWithItsCall() {
    put(500);
    put(499);

    var response = put(2);

    assertThat(response.failedRecordCount()).isEqualTo(1);
    assertThat(response.records().get(0).sequenceNumber()).isNotNull();
    assertThat(response.records().get(1).errorCode())
        .isEqualTo("ProvisionedThroughputExceededException");
    assertThat(response.records().get(1).errorMessage()).isEqualTo(RATE_EXCEEDED);
    assertThat(response.records().get(1).sequenceNumber()).isNull();
    assertThatThrownBy(() ->
            kinesis.putRecord(
                r -> r.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String("x"))))
        .isInstanceOf(ProvisionedThroughputExceededException.class)
        .hasMessageContaining(RATE_EXCEEDED);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(put(500).failedRecordCount()).isZero();
  }

  @Test
  void theStacksOwnReadsAreNotCounted() {
    put(3);
    var ownIterator = oldest(own.kinesis());
    for (int i = 0; i < 20; i++) {
      assertThat(own.kinesis().getRecords(r -> r.shardIterator(ownIterator)).records()).hasSize(3);
    }

    var iterator = oldest(kinesis);
    for (int i = 0; i < 5; i++) {
      assertThat(kinesis.getRecords(r -> r.shardIterator(iterator)).records()).hasSize(3);
    }
    assertThatThrownBy(() -> kinesis.getRecords(r -> r.shardIterator(iterator)))
        .isInstanceOf(ProvisionedThroughputExceededException.class)
        .hasMessageContaining(RATE_EXCEEDED);
    assertThat(own.kinesis().getRecords(r -> r.shardIterator(ownIterator)).records()).hasSize(3);
  }
}
