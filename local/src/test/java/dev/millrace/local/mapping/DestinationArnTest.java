package dev.millrace.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.mapping.DestinationArn.Kind;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationArnTest {

  @ParameterizedTest
  @CsvSource({
    "arn:aws:sqs:eu-west-1:000000000000:failures, SQS, failures",
    "arn:aws:sns:eu-west-1:000000000000:Failures_1, SNS, Failures_1",
    "arn:aws:s3:::failures.of-mine, S3, failures.of-mine",
    "arn:aws-cn:sqs:cn-north-1:000000000000:failures, SQS, failures",
    "arn:aws:s3:::bucket.fifo, S3, bucket.fifo"
  })
  @Proves(Rule.DESTINATION_KINDS)
  void theServiceAndTheNameAreInTheArn(String arn, Kind kind, String name) {
    assertThat(DestinationArn.parse(arn)).isEqualTo(new DestinationArn(arn, kind, name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "failures",
        "",
        "arn:aws:sqs:eu-west-1:000000000000:",
        "arn:aws:sqs:::failures",
        "arn:aws:sqs:eu-west-1:000000000000:a:b",
        "arn:aws:sns:eu-west-1:000000000000:topic:11111111-2222-3333-4444-555555555555",
        "arn:aws:s3:::bucket/prefix",
        "arn:aws:s3:::",
        "arn:aws:s3:eu-west-1:000000000000:accesspoint/mine",
        "arn:aws:lambda:eu-west-1:000000000000:function:other",
        "arn:aws:events:eu-west-1:000000000000:event-bus/default",
        "kafka://topic",
        "https://sqs.eu-west-1.amazonaws.com/000000000000/failures"
      })
  @Proves(Rule.DESTINATION_KINDS)
  void anythingElseIsRefusedWithTheRule(String arn) {
    assertThatThrownBy(() -> DestinationArn.parse(arn))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "OnFailure destination must be the ARN of an SQS queue, an SNS topic or an S3 bucket; others are not supported, was "
                + arn);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:sqs:eu-west-1:000000000000:failures.fifo, queue",
    "arn:aws:sns:eu-west-1:000000000000:failures.fifo, topic"
  })
  @Proves(Rule.NO_FIFO)
  void fifoIsRefusedByName(String arn, String kind) {
    assertThatThrownBy(() -> DestinationArn.parse(arn))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "OnFailure destination must be a standard %s, not a FIFO %s, was %s"
                .formatted(kind, kind, arn));
  }
}
