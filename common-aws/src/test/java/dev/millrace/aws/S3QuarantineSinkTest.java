package dev.millrace.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.aws.testkit.FakeBucket;
import dev.millrace.common.Backoff;
import dev.millrace.common.ConfigException;
import dev.millrace.common.Deadline;
import dev.millrace.common.Origin;
import dev.millrace.common.PoisonException;
import dev.millrace.common.PoisonPolicy;
import dev.millrace.common.PoisonRecord;
import dev.millrace.common.Quarantine;
import dev.millrace.common.Retry;
import dev.millrace.common.RetryableException;
import dev.millrace.common.UserRecord;
import dev.millrace.common.testkit.FakeContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

class S3QuarantineSinkTest {

  private static final String KEY =
      "poison/set-aside/persister/wildrydes/shardId-000000000003/495-2";

  private final FakeContext context = new FakeContext();
  private final Deadline deadline = Deadline.of(context, Duration.ofSeconds(1));
  private final Deque<SdkException> failures = new ArrayDeque<>();
  private final FakeBucket s3 =
      new FakeBucket(call ->
          () -> {
            if (!failures.isEmpty()) {
              throw failures.remove();
            }
            return call.get();
          });
  private final Quarantine quarantine =
      new S3QuarantineSink(
          s3,
          new PoisonPolicy.SetAside("poison", "set-aside/"),
          "persister",
          new Retry(
              new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2), 3),
              new Random(1),
              context::advance));

  @Test
  void aRecordIsKeptWithItsBytesItsReasonAndWhereItCameFrom() {
    quarantine.keep(poison("no Name, was ü", "Jürgen & Söhne"), deadline);

    var kept = s3.object(KEY);
    assertThat(kept.data()).isEqualTo(new byte[] {0, -1, 10});
    assertThat(kept.metadata())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "reason", "no+Name%2C+was+%C3%BC",
                "function", "persister",
                "source-arn",
                    "arn:aws:kinesis:us-east-1:000000000000:stream/wildrydes/consumer/c:1",
                "shard-id", "shardId-000000000003",
                "sequence-number", "495",
                "sub-sequence-number", "2",
                "aggregated", "true",
                "partition-key", "J%C3%BCrgen+%26+S%C3%B6hne",
                "arrival", "2026-01-01T00:00:00Z"));
  }

  @Test
  void aRecordThatComesAgainTakesItsOwnPlace() {
    quarantine.keep(poison("bad", "key"), deadline);
    quarantine.keep(poison("bad", "key"), deadline);

    assertThat(s3.objects).containsOnlyKeys(KEY);
  }

  @Test
  void longTextsAreCutSoThatTheMetadataStayUnder2Kilobytes() {
    quarantine.keep(poison("\uD83D\uDC0E".repeat(500), "\uD83E\uDD84".repeat(128)), deadline);

    var metadata = s3.objects.values().iterator().next().metadata();
    assertThat(
            metadata.entrySet().stream()
                .mapToInt(e -> e.getKey().length() + e.getValue().length())
                .sum())
        .isLessThanOrEqualTo(2048);
    assertThat(URLDecoder.decode(String.valueOf(metadata.get("reason")), StandardCharsets.UTF_8))
        .isEqualTo("\uD83D\uDC0E".repeat(64));
    assertThat(
            URLDecoder.decode(
                String.valueOf(metadata.get("partition-key")), StandardCharsets.UTF_8))
        .isEqualTo("\uD83E\uDD84".repeat(42));
  }

  @Test
  void aThrottledOrUnansweredPutIsMadeAgain() {
    failures.add(failure(503));
    failures.add(SdkException.create("connection reset", null));

    assertThat(quarantine.keep(poison("bad", "key"), deadline)).isEqualTo(2);
    assertThat(s3.objects).containsOnlyKeys(KEY);
  }

  @Test
  void aRecordThatCannotBeKeptIsNotDone() {
    failures.add(failure(500));
    failures.add(failure(500));
    failures.add(failure(500));

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> quarantine.keep(poison("bad", "key"), deadline))
        .withMessage("poison to poison: 1 left after 2 retries (ATTEMPTS_USED_UP)");
  }

  @Test
  void aRefusedPutIsNotRepeatedAndSaysWhy() {
    failures.add(failure(403));

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> quarantine.keep(poison("bad", "key"), deadline))
        .withMessageStartingWith("PutObject to poison must be accepted, was no");
    assertThat(s3.objects).isEmpty();
  }

  @Test
  void aRecordWithoutItsNumberIsNotPassedBy() {
    var record = new UserRecord("", 0, "key", null, new byte[0], false);

    assertThatExceptionOfType(PoisonException.class)
        .isThrownBy(() -> quarantine.keep(new PoisonRecord(record, "bad"), deadline))
        .withMessage("bad");
  }

  private static SdkException failure(int status) {
    return AwsServiceException.builder().statusCode(status).message("no").build();
  }

  private static PoisonRecord poison(String reason, String partitionKey) {
    return new PoisonRecord(
        new UserRecord(
            "495",
            2,
            partitionKey,
            Instant.parse("2026-01-01T00:00:00Z"),
            new byte[] {0, -1, 10},
            true,
            new Origin(
                "arn:aws:kinesis:us-east-1:000000000000:stream/wildrydes/consumer/c:1",
                "shardId-000000000003")),
        reason);
  }
}
