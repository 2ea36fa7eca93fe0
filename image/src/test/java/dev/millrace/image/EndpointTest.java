package dev.millrace.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

class EndpointTest {

  private static final ObjectMapper JSON = new JsonMapper();

  private final Endpoint endpoint = new Endpoint(ServerSocketFactory.getDefault());
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.close();
    endpoint.close();
  }

  @Test
  void pointsThatAreAddedAreCountedAloneOrInATransaction() throws Exception {
    var update =
        """
        {"UpdateExpression":"ADD Score :points","ExpressionAttributeValues":{":points":{"N":"7"}}}\
        """;

    call("DynamoDB_20120810.UpdateItem", update);
    call(
        "DynamoDB_20120810.TransactWriteItems",
        "{\"TransactItems\":[{\"Put\":{}},{\"Update\":%s},{\"Update\":%s}]}"
            .formatted(update, update));

    assertThat(endpoint.tally()).isEqualTo(new Tally(0, 21));
  }

  @Test
  void aTotalIsFoundByTheNameOfItsAttribute() throws Exception {
    call(
        "DynamoDB_20120810.UpdateItem",
        """
        {"UpdateExpression":"SET #a0 = :a0, #a1 = :a1",
         "ExpressionAttributeNames":{"#a0":"count","#a1":"distance"},
         "ExpressionAttributeValues":{":a0":{"N":"3"},":a1":{"N":"525"}}}\
        """);
    call(
        "DynamoDB_20120810.UpdateItem",
        """
        {"UpdateExpression":"SET distance = :d","ExpressionAttributeValues":{":d":{"N":"5"}}}\
        """);

    assertThat(endpoint.tally()).isEqualTo(new Tally(2, 530));
  }

  @Test
  void everyItemOfABatchIsCountedAndNoneIsLeft() throws Exception {
    var put = "{\"PutRequest\":{\"Item\":{\"Distance\":{\"N\":\"10\"}}}}";

    var answer =
        call(
            "DynamoDB_20120810.BatchWriteItem",
            "{\"RequestItems\":{\"t\":[%s,%s]}}".formatted(put, put));

    assertThat(answer).isEqualTo(JSON.readTree("{\"UnprocessedItems\":{}}"));
    assertThat(endpoint.tally()).isEqualTo(new Tally(2, 20));
  }

  @Test
  void deliveriesAreCountedByTheirLines() throws Exception {
    // "a\nb\n" and "c\n"
    var answer =
        call(
            "Firehose_20150804.PutRecordBatch",
            "{\"Records\":[{\"Data\":\"YQpiCg==\"},{\"Data\":\"Ywo=\"}]}");

    assertThat(answer.path("RequestResponses")).hasSize(2);
    assertThat(answer.path("FailedPutCount").asInt()).isZero();
    assertThat(endpoint.tally()).isEqualTo(new Tally(3, 0));
  }

  @Test
  void whoSpeaksCborIsAnsweredInCbor() throws Exception {
    var cbor = new CBORMapper();
    var records = Map.of("Records", new Object[] {Map.of("Data", new byte[1]), Map.of()});

    var answer =
        send(
            "Kinesis_20131202.PutRecords",
            "application/x-amz-cbor-1.1",
            BodyPublishers.ofByteArray(cbor.writeValueAsBytes(records)));

    assertThat(cbor.readTree(answer).path("Records")).hasSize(2);
    assertThat(endpoint.tally()).isEqualTo(new Tally(2, 0));
  }

  @Test
  void aBodyMayComeInChunks() throws Exception {
    send(
        "Kinesis_20131202.PutRecord",
        "application/x-amz-json-1.1",
        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream("{}".getBytes(UTF_8))));

    assertThat(endpoint.tally()).isEqualTo(new Tally(1, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DynamoDB_20120810.UpdateItem | {"Key":{"id":{"S":""}},"UpdateExpression":"SET a = :a"}
          DynamoDB_20120810.BatchWriteItem | {"RequestItems":{"t":[{"PutRequest":{"Item":{"id":{"S":""}}}}]}}
          DynamoDB_20120810.TransactWriteItems | {"TransactItems":[{"Put":{"Item":{"id":{"S":""}}}}]}
          Kinesis_20131202.PutRecords | {"Records":[]}
          Firehose_20150804.PutRecordBatch | {"Records":[]}
          """)
  void whatARehearsalAsksForIsRefusedAndNotCounted(String target, String body) throws Exception {
    assertThat(call(target, body).path("__type").asString()).isEqualTo("ValidationException");
    assertThat(endpoint.tally()).isEqualTo(new Tally(0, 0));
  }

  private JsonNode call(String target, String body) throws Exception {
    return JSON.readTree(send(target, "application/x-amz-json-1.0", BodyPublishers.ofString(body)));
  }

  private byte[] send(String target, String type, HttpRequest.BodyPublisher body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(endpoint.url(false)))
            .version(HttpClient.Version.HTTP_1_1)
            .header("X-Amz-Target", target)
            .header("Content-Type", type)
            .POST(body)
            .build();
    return client.send(request, BodyHandlers.ofByteArray()).body();
  }
}
