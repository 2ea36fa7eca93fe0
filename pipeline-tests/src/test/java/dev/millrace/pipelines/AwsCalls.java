package dev.millrace.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.regions.Region;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls of AWS's APIs that need no client of their own, by action name.
///
/// @param endpoint of every service, instead of AWS's
record AwsCalls(Region region, Optional<URI> endpoint, AwsCredentialsProvider credentials) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /// An action of CloudFormation.
  Document cloudFormation(String action, Map<String, String> parameters) {
    var form =
        parameters.entrySet().stream()
            .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
            .collect(Collectors.joining("&", "Action=" + action + "&Version=2010-05-15&", ""));
    var answer =
        send(
            "cloudformation",
            Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
            form.getBytes(UTF_8));
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(answer));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalStateException(action + " answers no XML", e);
    }
  }

  /// An action of CloudWatch Logs.
  JsonNode logs(String action, Map<String, Object> parameters) {
    return JSON.readTree(
        send(
            "logs",
            Map.of(
                "Content-Type",
                "application/x-amz-json-1.1",
                "X-Amz-Target",
                "Logs_20140328." + action),
            JSON.writeValueAsBytes(parameters)));
  }

  private byte[] send(String service, Map<String, String> headers, byte[] body) {
    var url =
        endpoint.orElse(URI.create("https://%s.%s.amazonaws.com/".formatted(service, region)));
    var unsigned = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(url);
    headers.forEach(unsigned::putHeader);
    var signed =
        AwsV4HttpSigner.create()
            .sign(request ->
                request
                    .identity(credentials.resolveCredentials())
                    .request(unsigned.build())
                    .payload(ContentStreamProvider.fromByteArray(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()))
            .request();
    var request = HttpRequest.newBuilder(url).POST(BodyPublishers.ofByteArray(body));
    signed.headers().entrySet().stream()
        .filter(header -> !header.getKey().equalsIgnoreCase("Host"))
        .forEach(
            header -> header.getValue().forEach(value -> request.header(header.getKey(), value)));
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var answer = http.send(request.build(), BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(
            "%s at %s answers %d: %s"
                .formatted(service, url, answer.statusCode(), new String(answer.body(), UTF_8)));
      }
      return answer.body();
    } catch (IOException e) {
      throw new IllegalStateException("%s at %s does not answer".formatted(service, url), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
