package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import software.amazon.awssdk.services.sqs.model.Message;
import tools.jackson.databind.json.JsonMapper;

class TopicStackTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path folder = Path.of("");

  private StackOptions options(String template) throws IOException {
    return new StackOptions(
        Files.writeString(folder.resolve("template.yaml"), template),
        Map.of(),
        "shop",
        0,
        FunctionMode.IN_PROCESS,
        StackClock.frozenAt(START),
        Optional.empty());
  }

  @Test
  void whatAMappingGivesUpReachesTheQueueOfATopic() throws IOException {
    try (var function = new AskedFunction()) {
      AskedFunction.copyCode(folder.resolve("code"));
      function.does(_ -> AskedFunction.FAIL);
      var template =
          """
          Resources:
            Lines:
              Type: AWS::Kinesis::Stream
              Properties: {Name: lines, ShardCount: 1}
            Alarms:
              Type: AWS::SQS::Queue
            Allowed:
              Type: AWS::SQS::QueuePolicy
              Properties: {Queues: [!Ref Alarms], PolicyDocument: {Statement: []}}
            Failures:
              Type: AWS::SNS::Topic
              Properties:
                DisplayName: What failed
                Subscription: [{Protocol: sqs, Endpoint: !GetAtt Alarms.Arn}]
            Trusted:
              Type: AWS::SNS::TopicPolicy
              Properties: {Topics: [!Ref Failures], PolicyDocument: {Statement: []}}
            Raw:
              Type: AWS::SQS::Queue
            ToRaw:
              Type: AWS::SNS::Subscription
              Properties:
                TopicArn: !Ref Failures
                Protocol: sqs
                Endpoint: !GetAtt Raw.Arn
                RawMessageDelivery: true
            Reader:
              Type: AWS::Serverless::Function
              Properties:
                FunctionName: reader
                Handler: dev.millrace.local.stack.handlers.AskingHandler
                Runtime: java25
                CodeUri: code
                Timeout: 300
                Environment: {Variables: {PORT: "%d"}}
                Events:
                  Line:
                    Type: Kinesis
                    Properties:
                      Stream: !GetAtt Lines.Arn
                      StartingPosition: TRIM_HORIZON
                      MaximumRetryAttempts: 0
                      DestinationConfig: {OnFailure: {Destination: !Ref Failures}}
          """
              .formatted(function.port());

      try (var stack = Stack.start(options(template));
          var clients = new SdkClients(stack.endpoint())) {
        clients
            .kinesis()
            .putRecord(p ->
                p.streamName("lines").partitionKey("k").data(SdkBytes.fromUtf8String("poison")));

        stack.drain(Duration.ofSeconds(60));

        var envelope = JsonMapper.shared().readTree(only(clients, stack.ref("Alarms")).body());
        assertThat(envelope.path("Type").asString()).isEqualTo("Notification");
        assertThat(envelope.path("TopicArn").asString())
            .isEqualTo("arn:aws:sns:us-east-1:000000000000:shop-Failures")
            .isEqualTo(stack.ref("Failures"));
        var raw = only(clients, stack.ref("Raw")).body();
        assertThat(envelope.path("Message").asString()).isEqualTo(raw);
        assertThat(JsonMapper.shared().readTree(raw).at("/requestContext/condition").asString())
            .isEqualTo("RetryAttemptsExhausted");
        assertThat(
                clients
                    .sns()
                    .getTopicAttributes(g -> g.topicArn(stack.ref("Failures")))
                    .attributes())
            .containsEntry("DisplayName", "What failed")
            .containsEntry("Policy", "{\"Statement\":[]}");
      }
    }
  }

  private static Message only(SdkClients clients, String url) {
    List<Message> messages = clients.sqs().receiveMessage(r -> r.queueUrl(url)).messages();
    assertThat(messages).hasSize(1);
    return messages.getFirst();
  }

  @Test
  void aTopicThatCannotBeMadeIsRefusedByName() throws IOException {
    var fifo = options("Resources: {T: {Type: AWS::SNS::Topic, Properties: {FifoTopic: true}}}");
    assertThatThrownBy(() -> Stack.start(fifo))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("Resources/T/Properties/FifoTopic must be false");
    var mail =
        options(
            """
            Resources:
              T:
                Type: AWS::SNS::Topic
                Properties: {Subscription: [{Protocol: email, Endpoint: a@b.example}]}
            """);
    assertThatThrownBy(() -> Stack.start(mail))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("Resources/T/Properties/Subscription/0")
        .hasMessageContaining("only sqs is supported here, was email");
  }
}
