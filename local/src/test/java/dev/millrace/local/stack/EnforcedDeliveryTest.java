package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.firehose.DeliveryStatus;
import dev.millrace.local.iam.Policy;
import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamType;
import software.amazon.awssdk.services.firehose.model.InvalidArgumentException;

/// Delivery streams whose role may not do all of their work.
class EnforcedDeliveryTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String TEMPLATE =
      """
      Resources:
        Lines: {Type: AWS::Kinesis::Stream, Properties: {Name: lines, ShardCount: 1}}
        Archive: {Type: AWS::S3::Bucket, Properties: {BucketName: archive}}
        DeliveryRole:
          Type: AWS::IAM::Role
          Properties: {RoleName: delivery, AssumeRolePolicyDocument: {}}
        Delivery:
          Type: AWS::KinesisFirehose::DeliveryStream
          Properties:
            DeliveryStreamName: delivery
            ExtendedS3DestinationConfiguration:
              BucketARN: !GetAtt Archive.Arn
              RoleARN: !GetAtt DeliveryRole.Arn
              BufferingHints: {SizeInMBs: 5, IntervalInSeconds: 60}
      """;

  @TempDir private Path folder = Path.of("");

  private Stack start() throws IOException {
    return Stack.start(
        new StackOptions(
                Files.writeString(folder.resolve("template.yaml"), TEMPLATE),
                Map.of(),
                "shop",
                0,
                FunctionMode.IN_PROCESS,
                StackClock.frozenAt(Instant.parse("2026-03-01T12:00:00Z")),
                Optional.empty())
            .withEnforcedIam());
  }

  private static DeliveryStatus status(Stack stack) {
    return stack.deliveries().getFirst();
  }

  @Test
  void recordsWaitUntilTheRoleMayWriteThem() throws IOException {
    try (var stack = start();
        var http = Apache5HttpClient.create();
        var firehose =
            FirehoseClient.builder()
                .httpClient(http)
                .endpointOverride(stack.endpoint())
                .region(Region.of(Stack.REGION))
                .credentialsProvider(OutsideCredentials.MADE_UP)
                .build()) {
      firehose.putRecord(put ->
          put.deliveryStreamName("delivery")
              .record(record -> record.data(SdkBytes.fromUtf8String("a"))));
      stack.clock().advance(Duration.ofSeconds(60));

      assertThat(stack.await(() -> status(stack).failures() > 0, PATIENCE)).isTrue();
      assertThat(status(stack).recordsDelivered()).isZero();

      var statement =
          Map.of("Effect", "Allow", "Action", "s3:PutObject", "Resource", "arn:aws:s3:::archive/*");
      stack
          .iam()
          .orElseThrow()
          .attach("delivery", Policy.of(Map.of("Statement", List.of(statement)), "test"));
      stack.drain(PATIENCE);

      assertThat(status(stack).recordsDelivered()).isEqualTo(1);
      assertThatThrownBy(() ->
              firehose.createDeliveryStream(create ->
                  create
                      .deliveryStreamName("reading")
                      .deliveryStreamType(DeliveryStreamType.KINESIS_STREAM_AS_SOURCE)
                      .kinesisStreamSourceConfiguration(source ->
                          source
                              .kinesisStreamARN(
                                  "arn:aws:kinesis:us-east-1:000000000000:stream/lines")
                              .roleARN("arn:aws:iam::000000000000:role/delivery"))
                      .extendedS3DestinationConfiguration(s3 ->
                          s3.bucketARN("arn:aws:s3:::archive")
                              .roleARN("arn:aws:iam::000000000000:role/delivery"))))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining(
              "User: arn:aws:sts::000000000000:assumed-role/delivery/AWSFirehoseToS3 is not"
                  + " authorized to perform: kinesis:ListShards on resource:"
                  + " arn:aws:kinesis:us-east-1:000000000000:stream/lines because no"
                  + " identity-based policy allows the kinesis:ListShards action");
    }
  }
}
