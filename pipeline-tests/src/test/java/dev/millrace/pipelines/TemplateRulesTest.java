package dev.millrace.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pipelines.DeployedTemplate.Resource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What the template must hold so that nobody reads, breaks or loses what is not theirs.
class TemplateRulesTest {

  /// Actions that AWS cannot allow for single resources.
  private static final Set<String> OF_NO_RESOURCE = Set.of("kinesis:ListStreams");

  /// What says that a store is encrypted. Tables, log groups and domains of identities have nothing
  /// to say: AWS encrypts them always.
  private static final Map<String, String> ENCRYPTION =
      Map.of(
          "AWS::Kinesis::Stream", "StreamEncryption/EncryptionType",
          "AWS::SQS::Queue", "SqsManagedSseEnabled",
          "AWS::S3::Bucket", "BucketEncryption/ServerSideEncryptionConfiguration",
          "AWS::OpenSearchService::Domain", "EncryptionAtRestOptions/Enabled");

  private static final Set<String> STATEFUL =
      Set.of(
          "AWS::DynamoDB::Table",
          "AWS::Kinesis::Stream",
          "AWS::Logs::LogGroup",
          "AWS::OpenSearchService::Domain",
          "AWS::S3::Bucket",
          "AWS::SQS::Queue");

  /// Those whose content is nowhere else.
  private static final Set<String> ONLY_COPY =
      Set.of("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SQS::Queue");

  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)secret|passw|token|credential|private|api_?key|access_?key|AKIA|[a-z0-9/+]{40}");

  private final DeployedTemplate template = read();

  private static DeployedTemplate read() {
    try {
      return DeployedTemplate.read();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Stream<Resource> functions() {
    return template.ofType("AWS::Serverless::Function");
  }

  private static String reference(String logicalId) {
    return "{\"Ref\":\"" + logicalId + "\"}";
  }

  @Test
  void everyStoreIsEncrypted() {
    ENCRYPTION.forEach((type, property) ->
        assertThat(template.ofType(type))
            .isNotEmpty()
            .allSatisfy(store ->
                assertThat(store.property(property).toString())
                    .as(property)
                    .matches("true|\"KMS\"|.*\"SSEAlgorithm\":\"AES256\".*")));
    assertThat(
            template
                .ofType("AWS::KinesisFirehose::DeliveryStream")
                .filter(
                    each -> each.property("DeliveryStreamType").asString("").equals("DirectPut")))
        .isNotEmpty()
        .allSatisfy(stream ->
            assertThat(
                    stream
                        .property("DeliveryStreamEncryptionConfigurationInput/KeyType")
                        .asString(""))
                .isEqualTo("AWS_OWNED_CMK"));
  }

  @Test
  void noBucketIsPublicOrAnswersWithoutTls() {
    assertThat(template.ofType("AWS::S3::Bucket"))
        .isNotEmpty()
        .allSatisfy(bucket -> {
          assertThat(bucket.property("PublicAccessBlockConfiguration"))
              .hasToString(
                  "{\"BlockPublicAcls\":true,\"BlockPublicPolicy\":true,"
                      + "\"IgnorePublicAcls\":true,\"RestrictPublicBuckets\":true}");
          assertThat(policiesOf(bucket)).anyMatch(TemplateRulesTest::deniesPlainHttp);
        });
  }

  private Stream<JsonNode> policiesOf(Resource bucket) {
    return template
        .ofType("AWS::S3::BucketPolicy")
        .filter(
            policy -> policy.property("Bucket").toString().equals(reference(bucket.logicalId())))
        .flatMap(policy -> statements(policy.property("PolicyDocument")));
  }

  private static boolean deniesPlainHttp(JsonNode statement) {
    return statement.path("Effect").asString("").equals("Deny")
        && statement.path("Principal").asString("").equals("*")
        && statement.path("Action").asString("").equals("s3:*")
        && statement.path("Resource").size() == 2
        && statement.at("/Condition/Bool/aws:SecureTransport").asString("").equals("false");
  }

  @Test
  void everyFunctionHasARoleOfItsOwnAndALogThatEnds() {
    assertThat(functions())
        .isNotEmpty()
        .allSatisfy(function -> {
          var id = function.logicalId();
          assertThat(function.property("Role")).hasToString("{\"GetAtt\":\"" + id + "Role.Arn\"}");
          assertThat(function.property("LoggingConfig/LogGroup"))
              .hasToString(reference(id + "Log"));
          var log = template.resource(id + "Log");
          assertThat(log.property("LogGroupName").asString(""))
              .isEqualTo("/aws/lambda/" + function.property("FunctionName").asString(""));
          assertThat(log.property("RetentionInDays")).hasToString(reference("LogRetention"));
        });
  }

  @Test
  void noPolicyAllowsMoreThanItNames() {
    assertThat(template.ofType("AWS::IAM::Role"))
        .isNotEmpty()
        .allSatisfy(role -> {
          assertThat(role.property("ManagedPolicyArns").isMissingNode()).isTrue();
          assertThat(allowed(role)).isNotEmpty().allSatisfy(TemplateRulesTest::namesWhatItAllows);
        });
    assertThat(functions()).allMatch(function -> function.property("Policies").isMissingNode());
  }

  private static Stream<JsonNode> allowed(Resource role) {
    return role.property("Policies")
        .valueStream()
        .flatMap(policy -> statements(policy.path("PolicyDocument")));
  }

  private static void namesWhatItAllows(JsonNode statement) {
    assertThat(statement.propertyNames()).containsExactly("Effect", "Action", "Resource");
    var actions = oneOrMore(statement.path("Action"));
    assertThat(actions).isNotEmpty().allMatch(action -> action.matches("[a-z0-9]+:[A-Za-z]+"));
    if (oneOrMore(statement.path("Resource")).contains("*")) {
      assertThat(OF_NO_RESOURCE).containsAll(actions);
    }
  }

  @Test
  void onlyServicesAndVisitorsTakeRoles() {
    assertThat(
            template
                .ofType("AWS::IAM::Role")
                .flatMap(role -> statements(role.property("AssumeRolePolicyDocument")))
                .map(statement -> statement.path("Principal").toString()))
        .containsOnly(
            "{\"Service\":\"lambda.amazonaws.com\"}",
            "{\"Service\":\"firehose.amazonaws.com\"}",
            "{\"Service\":\"kinesisanalytics.amazonaws.com\"}",
            "{\"Federated\":\"cognito-identity.amazonaws.com\"}");
  }

  @Test
  void visitorsReadOneStream() {
    assertThat(allowed(template.resource("VisitorsRole")))
        .singleElement()
        .hasToString(
            "{\"Effect\":\"Allow\","
                + "\"Action\":[\"kinesis:GetRecords\",\"kinesis:GetShardIterator\","
                + "\"kinesis:ListShards\"],"
                + "\"Resource\":{\"GetAtt\":\"WildrydesStream.Arn\"}}");
  }

  @Test
  void everyMappingTellsWhatItGaveUpAndDoesNotTryForEver() {
    assertThat(
            functions()
                .flatMap(function -> function.property("Events").valueStream())
                .map(event -> event.path("Properties")))
        .hasSizeGreaterThan(5)
        .allSatisfy(mapping -> {
          assertThat(mapping.path("MaximumRetryAttempts").isMissingNode()).isFalse();
          assertThat(mapping.at("/DestinationConfig/OnFailure/Destination/GetAtt").asString(""))
              .isIn("PipelineFailures.Arn", "WildrydesQueue.Arn");
        });
  }

  @Test
  void whatHoldsStateSaysWhatBecomesOfIt() {
    assertThat(template.resources().filter(each -> STATEFUL.contains(each.type())))
        .hasSizeGreaterThan(15)
        .allSatisfy(store -> {
          assertThat(store.attribute("DeletionPolicy")).isNotEmpty();
          assertThat(store.attribute("UpdateReplacePolicy")).isNotEmpty();
        });
    assertThat(template.resources().filter(each -> ONLY_COPY.contains(each.type())))
        .allSatisfy(store -> {
          assertThat(store.attribute("DeletionPolicy")).isEqualTo("RetainExceptOnCreate");
          assertThat(store.attribute("UpdateReplacePolicy")).isEqualTo("Retain");
        });
  }

  @Test
  void noEnvironmentHoldsASecret() {
    var environments =
        Stream.concat(
            Stream.of(template.tree().at("/Globals/Function/Environment/Variables")),
            functions().map(function -> function.property("Environment/Variables")));
    assertThat(environments.flatMap(JsonNode::propertyStream))
        .hasSizeGreaterThan(20)
        .allSatisfy(variable ->
            assertThat(variable.getKey() + " " + variable.getValue())
                .doesNotContainPattern(SECRET));
  }

  /// The statements of a policy document, those of conditions included.
  private static Stream<JsonNode> statements(JsonNode document) {
    return document
        .path("Statement")
        .valueStream()
        .map(statement -> statement.has("If") ? statement.path("If").path(1) : statement);
  }

  private static List<String> oneOrMore(JsonNode value) {
    return value.isArray()
        ? value.valueStream().map(JsonNode::toString).map(TemplateRulesTest::unquoted).toList()
        : List.of(unquoted(value.toString()));
  }

  private static String unquoted(String json) {
    return json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
  }
}
