package dev.millrace.cli.replay;

import dev.millrace.cli.feed.StreamFeeder;
import dev.millrace.local.mapping.FailedBatch;
import dev.millrace.local.mapping.FailedRecords;
import dev.millrace.local.mapping.FailedRecords.Found;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Where failed records are sent again.
public sealed interface Target {

  /// Sends the records of a batch.
  ///
  /// @return what took them, for the user
  /// @throws ReplayException if one of them was not taken
  String send(FailedBatch batch, List<Found> records);

  /// A function, in one invocation that waits for its answer.
  ///
  /// @param name empty for the function that gave them up
  record ToFunction(LambdaClient lambda, String name) implements Target {

    @Override
    public String send(FailedBatch batch, List<Found> records) {
      var function = name.isEmpty() ? batch.functionName() : name;
      var event = SdkBytes.fromByteArrayUnsafe(FailedRecords.event(records));
      var answer = lambda.invoke(request -> request.functionName(function).payload(event));
      var text = answer.payload().asUtf8String();
      if (answer.functionError() != null) {
        throw new ReplayException("%s failed: %s".formatted(function, text));
      }
      if (isPartial(text)) {
        throw new ReplayException("%s did not take all of them: %s".formatted(function, text));
      }
      return "function " + function;
    }

    private static boolean isPartial(String answer) {
      try {
        return !JsonMapper.shared().readTree(answer).path("batchItemFailures").isEmpty();
      } catch (JacksonException _) {
        return false;
      }
    }
  }

  /// A Kinesis stream, with the records' own partition keys; the order of each key stays.
  record ToStream(KinesisClient kinesis, String name) implements Target {

    @Override
    public String send(FailedBatch batch, List<Found> records) {
      if (batch.isTable()) {
        throw new ReplayException(
            "--stream takes records of a Kinesis stream, these are changes of a table: "
                + batch.streamArn());
      }
      var feeder = new StreamFeeder(kinesis, name);
      for (var found : records) {
        var key = found.partitionKey().orElseThrow();
        feeder.send(key, found.data(), key);
      }
      feeder.flush();
      return "stream " + name;
    }
  }
}
