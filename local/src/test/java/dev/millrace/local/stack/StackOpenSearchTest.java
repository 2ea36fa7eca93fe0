package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class StackOpenSearchTest {

  @TempDir private Path folder = Path.of("");

  private StackOptions options(String template) throws IOException {
    return new StackOptions(
        Files.writeString(folder.resolve("template.yaml"), template),
        Map.of(),
        "shop",
        0,
        FunctionMode.IN_PROCESS,
        StackClock.frozenAt(Instant.parse("2026-03-01T12:00:00Z")),
        Optional.empty());
  }

  @Test
  void theDomainsOfATemplateAnswerWhileTheStackIsUp() throws Exception {
    var template =
        """
        Resources:
          Logs:
            Type: AWS::OpenSearchService::Domain
            Properties:
              DomainName: score-logs
              EngineVersion: OpenSearch_2.19
              ClusterConfig: {InstanceType: t3.small.search, InstanceCount: 1}
              EBSOptions: {EBSEnabled: true, VolumeSize: 10}
          Other: {Type: AWS::OpenSearchService::Domain}
        Outputs:
          Arn: {Value: !GetAtt Logs.Arn}
          Id: {Value: !GetAtt Logs.Id}
          Endpoint: {Value: !GetAtt Logs.DomainEndpoint}
          OtherArn: {Value: !GetAtt Other.DomainArn}
        """;
    URI node;
    try (var stack = Stack.start(options(template))) {
      node = stack.openSearch().orElseThrow();

      assertThat(stack.ref("Logs")).isEqualTo("score-logs");
      assertThat(stack.outputs())
          .containsEntry("Arn", "arn:aws:es:us-east-1:000000000000:domain/score-logs")
          .containsEntry("Id", "000000000000/score-logs")
          .containsEntry("Endpoint", node.getAuthority())
          .containsEntry("OtherArn", "arn:aws:es:us-east-1:000000000000:domain/shop-other");
      call(node, "PUT", "/scores/_doc/1?refresh=true", "{\"user\": \"Jane\", \"score\": 3}");
      assertThat(call(node, "GET", "/scores/_search?q=user:jane", "")).contains("\"score\": 3");
    }
    assertThatThrownBy(() -> call(node, "GET", "/", "")).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          {"EngineVersion": "Elasticsearch_7.10"} ~ Domain/EngineVersion must be OpenSearch_VERSION, was Elasticsearch_7.10
          {"VPCOptions": {}} ~ Domain/VPCOptions is not supported by the local stack
          {"DomainEndpointOptions": {"CustomEndpoint": "a.b"}} ~ Domain/DomainEndpointOptions/CustomEndpoint is not supported by the local stack
          {"AdvancedOptions": {"indices.fielddata.cache.size": "1"}} ~ Domain/AdvancedOptions/indices.fielddata.cache.size is not supported by the local stack
          """)
  void whatADomainCannotHaveIsRefusedByName(String json, String message) {
    var values = JsonMapper.shared().readValue(json, new TypeReference<Map<String, Object>>() {});
    var context =
        new ResourceType.Context(
            "shop",
            "us-east-1",
            "000000000000",
            new AwsApi(URI.create("http://127.0.0.1:1")),
            new StreamEventTest.NoDeployment());

    assertThatThrownBy(
            () -> new DomainResource().create("Domain", new Properties("Domain", values), context))
        .isInstanceOf(TemplateException.class)
        .hasMessage(message);
  }

  private static String call(URI node, String method, String path, String body) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(node.resolve(path))
                  .header("Content-Type", "application/json")
                  .method(method, BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString())
          .body();
    }
  }
}
