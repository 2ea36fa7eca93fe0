package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {

  private final Shell shell = new Shell();

  @Test
  void eachMessageIsAnObjectWhereThatIsWanted(@TempDir Path folder) throws IOException {
    var event =
        """
        {"Records": [{"eventSource": "aws:kinesis", "kinesis": {"partitionKey": "k",
          "sequenceNumber": "49590338271490256608559692538361571095921575989136588898",
          "data": "eyJhIjoxfQ=="}}]}
        """;
    var file =
        Files.writeString(
            folder.resolve("message.json"),
            """
            {"requestContext": {"functionArn": "arn:aws:lambda:us-east-1:000000000000:function:F",
               "condition": "RetryAttemptsExhausted"},
             "KinesisBatchInfo": {"shardId": "shardId-000000000000", "batchSize": 1,
               "startSequenceNumber": "49590338271490256608559692538361571095921575989136588898",
               "endSequenceNumber": "49590338271490256608559692538361571095921575989136588898",
               "streamArn": "arn:aws:kinesis:us-east-1:000000000000:stream/s"},
             "payload": %s}
            """
                .formatted(event));

    assertThat(shell.execute("replay", file.toString(), "--json")).isZero();

    assertThat(shell.out.toString())
        .isEqualTo(
            """
            {"message":"%s","function":"F",\
            "stream":"arn:aws:kinesis:us-east-1:000000000000:stream/s",\
            "shardId":"shardId-000000000000","condition":"RetryAttemptsExhausted","batchSize":1,\
            "records":[{\
            "sequenceNumber":"49590338271490256608559692538361571095921575989136588898",\
            "partitionKey":"k","bytes":7,"json":{"a":1}}],"removed":false}
            """
                .formatted(file));
    assertThat(shell.err.toString()).startsWith("1 message, 0 failed; --invoke sends them");
  }

  @Test
  void whatFailedIsSaid(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("message.json"), "no message");

    assertThat(shell.execute("replay", file.toString(), "--json")).isEqualTo(1);

    assertThat(shell.out.toString())
        .isEqualTo(
            """
            {"message":"%s","records":[],"removed":false,"failure":"no failure message: not JSON"}
            """
                .formatted(file));
  }
}
