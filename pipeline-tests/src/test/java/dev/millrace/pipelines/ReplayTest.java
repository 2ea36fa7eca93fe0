package dev.millrace.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.aws.Access;
import dev.millrace.cli.replay.FailureMessages;
import dev.millrace.cli.replay.Replay;
import dev.millrace.cli.replay.ReplayClients;
import dev.millrace.cli.replay.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Records that a function gave up, shown and sent again.
class ReplayTest {

  private static final EmbeddedBackend stack = EmbeddedBackend.shared();
  private static final ReplayClients clients = ReplayClients.of(Access.at(stack.endpoint()));

  private final StringWriter out = new StringWriter();

  @BeforeEach
  void giveUpAReadingAndAScore() {
    for (var data : new String[] {"not a reading", "nor this"}) {
      stack
          .kinesis()
          .putRecord(request ->
              request
                  .streamName("wildrydes")
                  .partitionKey("Shadowfax")
                  .data(SdkBytes.fromUtf8String(data)));
    }
    stack
        .dynamoDb()
        .putItem(request ->
            request
                .tableName("GameScoreRecords")
                .item(
                    Map.of(
                        "RecordID",
                        AttributeValue.fromN("7"),
                        "Attempt",
                        AttributeValue.fromS(UUID.randomUUID().toString()))));
    stack.settle();
  }

  @AfterEach
  void purge() {
    for (var name : new String[] {"wildrydes-queue", "pipeline-failures"}) {
      var url = stack.sqs().getQueueUrl(request -> request.queueName(name)).queueUrl();
      stack.sqs().purgeQueue(request -> request.queueUrl(url));
    }
  }

  @AfterAll
  static void stop() {
    clients.close();
  }

  private boolean replay(String where, Optional<Target> target, boolean remove) {
    var messages = FailureMessages.of(where, clients);
    try {
      return new Replay(clients, messages, target, false, remove, new PrintWriter(out)).run();
    } finally {
      messages.close();
    }
  }

  @Test
  void whatWasGivenUpIsShownAndStaysWhereItIs() {
    assertThat(replay("wildrydes-queue", Optional.empty(), false)).isTrue();
    assertThat(replay("wildrydes-queue", Optional.empty(), false)).isTrue();

    assertThat(out.toString())
        .contains("WildRydesStreamProcessor gave up 1 of ")
        .contains("RetryAttemptsExhausted")
        .containsSubsequence("\"text\":\"not a reading\"", "\"text\":\"not a reading\"")
        .contains("\"text\":\"nor this\"")
        .contains("2 messages, 0 failed; --invoke sends them");
  }

  @Test
  void itIsPutIntoAnotherStreamAndItsMessageRemoved() {
    var target = new Target.ToStream(stack.kinesis(), "Lab-stream");

    assertThat(replay("wildrydes-queue", Optional.of(target), true)).isTrue();
    stack.settle();

    assertThat(stack.log("ProcessKinesisRecords").toString())
        .contains("not a reading", "nor this", "\"partitionKey\":\"Shadowfax\"");
    assertThat(replay("wildrydes-queue", Optional.empty(), false)).isTrue();
    assertThat(out.toString()).contains("taken by stream Lab-stream").contains("0 messages");
  }

  @Test
  void anotherFunctionTakesIt() {
    var target = new Target.ToFunction(clients.lambda(), "ProcessKinesisRecords");

    assertThat(replay("wildrydes-queue", Optional.of(target), true)).isTrue();

    assertThat(stack.log("ProcessKinesisRecords").toString()).contains("not a reading");
  }

  @Test
  void aMessageInAFileIsRemovedLikeAnyOther(@TempDir Path dir) throws IOException {
    var url = stack.sqs().getQueueUrl(request -> request.queueName("wildrydes-queue")).queueUrl();
    var told = stack.sqs().receiveMessage(request -> request.queueUrl(url)).messages().getFirst();
    var file = Files.writeString(dir.resolve("message.json"), told.body());
    var target = new Target.ToFunction(clients.lambda(), "ProcessKinesisRecords");

    assertThat(replay(file.toString(), Optional.of(target), true)).isTrue();

    assertThat(out.toString()).contains("taken by function ProcessKinesisRecords", "removed");
    assertThat(file).doesNotExist();
  }

  /// A failure message as a bucket gets it, of a stream that is gone.
  private static String withPayload(String payload) {
    return """
    {"requestContext": {"functionArn": "arn:aws:lambda:us-east-1:000000000000:function:gone",
      "condition": "RetryAttemptsExhausted", "approximateInvokeCount": 1},
     "version": "1.0", "timestamp": "2026-03-01T12:00:00.000Z",
     "KinesisBatchInfo": {"shardId": "shardId-000000000000",
       "startSequenceNumber": "1", "endSequenceNumber": "1", "batchSize": 1,
       "approximateArrivalOfFirstRecord": "2026-03-01T12:00:00.000Z",
       "approximateArrivalOfLastRecord": "2026-03-01T12:00:00.000Z",
       "streamArn": "arn:aws:kinesis:us-east-1:000000000000:stream/gone"},
     "payload": %s}\
    """
        .formatted(payload);
  }

  @Test
  void aMessageWithItsRecordsNeedsNoStream(@TempDir Path dir) throws IOException {
    var event =
        """
        {"Records": [{"kinesis": {"sequenceNumber": "1", "partitionKey": "Gone",
          "data": "Z29uZQ=="}}]}\
        """;
    var file = Files.writeString(dir.resolve("message.json"), withPayload(event));
    var target = new Target.ToStream(stack.kinesis(), "Lab-stream");

    assertThat(replay(file.toString(), Optional.of(target), false)).isTrue();
    stack.settle();

    assertThat(stack.log("ProcessKinesisRecords").toString()).contains("\"partitionKey\":\"Gone\"");
  }

  @Test
  void aPayloadThatIsNoEventIsOneFailure(@TempDir Path dir) throws IOException {
    var file = Files.writeString(dir.resolve("message.json"), withPayload("\"no event\""));

    assertThat(replay(file.toString(), Optional.empty(), false)).isFalse();

    assertThat(out.toString())
        .contains("failed: the payload of a failure message must be an event, it is not JSON")
        .contains("1 message, 1 failed");
  }

  @Test
  void itsOwnFunctionStillRefusesItAndTheMessageStays() {
    var target = new Target.ToFunction(clients.lambda(), "");

    assertThat(replay("wildrydes-queue", Optional.of(target), true)).isFalse();

    assertThat(out.toString())
        .contains("failed: WildRydesStreamProcessor did not take all of them")
        .contains("2 messages, 2 failed");
    assertThat(replay("wildrydes-queue", Optional.empty(), false)).isTrue();
    assertThat(out.toString()).contains("2 messages, 0 failed");
  }

  @Test
  void aChangeOfATableIsFoundByItsSequenceNumber() {
    var target = new Target.ToStream(stack.kinesis(), "Lab-stream");

    assertThat(replay("pipeline-failures", Optional.of(target), false)).isFalse();

    assertThat(out.toString())
        .contains("AggregateScoresByUser gave up 1 of arn:aws:dynamodb:")
        .contains("\"RecordID\":{\"N\":\"7\"}", "\"NewImage\":{")
        .contains("--stream takes records of a Kinesis stream, these are changes of a table");
  }
}
