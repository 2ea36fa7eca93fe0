package dev.millrace.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server as clients see it that speak JSON: the AWS command line, Python, browsers.
class KinesisJsonTest {

  private final StackClock clock = StackClock.frozenAt(Instant.ofEpochMilli(1_763_726_400_123L));
  private final Gateway gateway = Gateway.open(0);
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void start() {
    gateway.add(new KinesisServer(clock, "us-east-1", Account.ID, _ -> {}).service());
  }

  @AfterEach
  void stop() {
    http.close();
    gateway.close();
    clock.close();
  }

  private HttpResponse<String> call(String action, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(gateway.endpoint())
            .header("X-Amz-Target", "Kinesis_20131202." + action)
            .header("Content-Type", "application/x-amz-json-1.1")
            .POST(BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static JsonNode tree(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  @Test
  void anActionWithoutResultAnswersAnEmptyDocument() throws Exception {
    var answer = call("CreateStream", "{\"StreamName\":\"s\",\"ShardCount\":1}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{}");
  }

  @Test
  void aRecordGoesInAndOutAsBase64() throws Exception {
    call("CreateStream", "{\"StreamName\":\"s\",\"ShardCount\":1}");
    call("PutRecord", "{\"StreamName\":\"s\",\"PartitionKey\":\"k\",\"Data\":\"/+8=\"}");
    var iterator =
        tree(call(
                "GetShardIterator",
                """
                {"StreamName":"s","ShardId":"shardId-000000000000",
                 "ShardIteratorType":"AT_TIMESTAMP","Timestamp":1763726400.123}
                """))
            .get("ShardIterator")
            .asString();

    var answer = call("GetRecords", "{\"ShardIterator\":\"" + iterator + "\"}");

    assertThat(answer.body())
        .contains("\"ApproximateArrivalTimestamp\":1763726400.123,")
        .contains("\"Data\":\"/+8=\"")
        .contains("\"MillisBehindLatest\":0")
        .doesNotContain("ChildShards");
  }

  @Test
  void aSettingThatIsNotSupportedIsNamed() throws Exception {
    var answer =
        call("CreateStream", "{\"StreamName\":\"s\",\"ShardCount\":1,\"MaxRecordSizeInKiB\":2048}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("ValidationException");
    assertThat(tree(answer).get("message").asString())
        .isEqualTo("CreateStream does not support the member 'maxRecordSizeInKiB'");
  }

  @Test
  void aMissingMemberOfAListIsNamed() throws Exception {
    var answer = call("PutRecords", "{\"StreamName\":\"s\",\"Records\":[{\"Data\":\"\"}]}");

    assertThat(tree(answer).get("message").asString())
        .isEqualTo(
            "1 validation error detected: Value null at 'records.1.member.partitionKey' failed to"
                + " satisfy constraint: Member must not be null");
  }

  @Test
  void anActionThatIsNotSupportedIsNamed() throws Exception {
    var answer = call("UpdateStreamWarmThroughput", "{}");

    assertThat(tree(answer).get("__type").asString()).isEqualTo("UnknownOperationException");
    assertThat(tree(answer).get("message").asString())
        .startsWith("UpdateStreamWarmThroughput is not supported here");
  }
}
