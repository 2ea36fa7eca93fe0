package dev.millrace.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.query.QueryEngine;
import dev.millrace.cli.query.ResultFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The template's saved queries, on what its delivery streams wrote.
class SavedQueriesTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final EmbeddedBackend stack = EmbeddedBackend.shared();

  @Test
  void everyOneTellsOfItsPipeline() throws Exception {
    var pipelines = new Pipelines(stack);
    pipelines.putScore(1, "Jane", 5);
    pipelines.putScore(1, "Jane", 7);
    pipelines.putScore(2, "Ann", 3);
    pipelines.putReading("Shadowfax", 1);
    pipelines.putReading("Shadowfax", 2);
    pipelines.put("WildrydesStream", "Shadowfax", "no reading");
    pipelines.put("TaxiStream", "1", PipelineContract.trip(1, "trip", 7, -73.98, 40.75, 2));
    stack.settle();

    assertThat(answer("TotalsOfUsers")).isEqualTo("username,score\nJane,7.0\nAnn,3.0\n");
    assertThat(answer("FleetByUnicorn"))
        .isEqualTo("name,readings,distance,health,magic\nShadowfax,2,350,150,110\n");
    assertThat(answer("TripsByVendor")).isEqualTo("vendor_id,trips,passengers,miles\n7,1,2,1.5\n");
  }

  private String answer(String query) throws IOException, InterruptedException {
    var sql = DeployedTemplate.read().resource(query).property("QueryString").asString("");
    var out = new StringWriter();
    try (var http = HttpClient.newHttpClient();
        var engine =
            QueryEngine.open(
                (action, parameters) -> glue(http, action, parameters),
                stack.s3(),
                Clock.fixed(stack.stack().clock().instant(), Clock.systemUTC().getZone()))) {
      ResultFormat.named("csv").print(engine.answer(sql, "kinesislab"), new PrintWriter(out));
    }
    return out.toString();
  }

  private Optional<JsonNode> glue(HttpClient http, String action, Map<String, String> parameters)
      throws InterruptedException {
    try {
      var request =
          HttpRequest.newBuilder(stack.endpoint())
              .header("Content-Type", "application/x-amz-json-1.1")
              .header("X-Amz-Target", "AWSGlue." + action)
              .POST(BodyPublishers.ofString(JSON.writeValueAsString(parameters)))
              .build();
      var answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return Optional.of(JSON.readTree(answer.body()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
