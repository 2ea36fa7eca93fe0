package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.iam.Access;
import dev.millrace.local.iam.Authorization;
import dev.millrace.local.iam.Decision;
import dev.millrace.local.iam.Roles;
import dev.millrace.local.iam.Session;
import dev.millrace.local.mapping.MappingConfig;
import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// What roles may do by the policies of a template.
class RolePoliciesTest {

  private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/lines";
  private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:failures";
  private static final String TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/orders";
  private static final Session WRITER = new Session("role", "writer");

  private final Roles roles = new Roles("000000000000", "us-east-1");

  private RolePolicies policies(String properties) {
    var named = new LinkedHashMap<String, Object>();
    Map<?, ?> values = JsonMapper.shared().readValue(properties.replace('\'', '"'), Map.class);
    values.forEach((name, value) -> named.put(String.valueOf(name), value));
    return new RolePolicies(roles, new Properties("Resources/Writer/Properties", named));
  }

  private static MappingConfig mapping(String stream) {
    return new MappingConfig(
        "uuid",
        stream,
        "writer",
        "arn:aws:lambda:us-east-1:000000000000:function:writer",
        "arn:aws:iam::000000000000:role/role",
        new StartingPosition.TrimHorizon(),
        100,
        Duration.ZERO,
        1,
        OptionalInt.empty(),
        Optional.empty(),
        false,
        false,
        Optional.empty(),
        Optional.of(QUEUE),
        List.of());
  }

  private Decision decide(String action, String resource) {
    return roles.decide(WRITER, Access.to(action, resource));
  }

  @Test
  void samLetsAFunctionReadItsStreamsAndReportItsFailures() {
    policies("{}").attachToFunction("role", List.of(mapping(STREAM)));

    assertThat(decide("kinesis:GetRecords", STREAM)).isEqualTo(Decision.ALLOWED);
    assertThat(decide("kinesis:PutRecord", STREAM)).isEqualTo(Decision.NOT_ALLOWED);
    assertThat(decide("sqs:SendMessage", QUEUE)).isEqualTo(Decision.ALLOWED);
    assertThat(decide("sqs:ReceiveMessage", QUEUE)).isEqualTo(Decision.NOT_ALLOWED);
    assertThat(decide("logs:PutLogEvents", "*")).isEqualTo(Decision.ALLOWED);
    assertThat(decide("xray:PutTraceSegments", "*")).isEqualTo(Decision.NOT_ALLOWED);
  }

  @Test
  void tracingNeedsItsPolicy() {
    policies("{'Tracing': 'Active'}").attachToFunction("role", List.of());

    assertThat(decide("xray:PutTraceSegments", "*")).isEqualTo(Decision.ALLOWED);
  }

  @Test
  void anExplicitDenyWinsOverAPolicyTemplate() {
    policies(
            """
            {'Policies': [{'DynamoDBCrudPolicy': {'TableName': 'orders'}}, 'AWSLambdaRole',
              {'Statement': {'Effect': 'Deny', 'Action': 'dynamodb:Put*', 'Resource': '*'}}]}
            """)
        .attachToFunction("role", List.of());

    assertThat(decide("dynamodb:PutItem", TABLE)).isEqualTo(Decision.DENIED);
    assertThat(decide("dynamodb:GetItem", TABLE)).isEqualTo(Decision.ALLOWED);
    assertThat(decide("dynamodb:GetItem", TABLE + "2")).isEqualTo(Decision.NOT_ALLOWED);
    assertThat(decide("dynamodb:DeleteTable", TABLE)).isEqualTo(Decision.NOT_ALLOWED);
    assertThat(decide("lambda:InvokeFunction", "arn:any")).isEqualTo(Decision.ALLOWED);
    assertThat(new Authorization(roles).refusal(WRITER, Access.to("dynamodb:PutItem", TABLE)))
        .hasValueSatisfying(refusal ->
            assertThat(refusal)
                .hasMessage(
                    "User: arn:aws:sts::000000000000:assumed-role/role/writer is not authorized to"
                        + " perform: dynamodb:PutItem on resource: "
                        + TABLE
                        + " with an explicit deny in an identity-based policy"));
  }

  @Test
  void aRoleHasItsPoliciesAndTheManagedOnesOfTheTemplate() {
    roles.create("role");
    var managed =
        policies(
                """
                {'Roles': ['role'], 'PolicyDocument':
                  {'Statement': {'Effect': 'Allow', 'Action': 's3:GetObject', 'Resource': '*'}}}
                """)
            .attachToNamed();
    roles.keep("arn:aws:iam::000000000000:policy/own", managed);
    policies(
            """
            {'ManagedPolicyArns': ['arn:aws:iam::000000000000:policy/own'],
              'Policies': [{'PolicyName': 'p', 'PolicyDocument':
                {'Statement': {'Effect': 'Allow', 'Action': 'sqs:*', 'Resource': '*'}}}]}
            """)
        .attachToRole("other");

    assertThat(decide("s3:GetObject", "arn:aws:s3:::b/k")).isEqualTo(Decision.ALLOWED);
    assertThat(
            roles.decide(new Session("other", "f"), Access.to("s3:GetObject", "arn:aws:s3:::b/k")))
        .isEqualTo(Decision.ALLOWED);
    assertThat(roles.decide(new Session("other", "f"), Access.to("sqs:SendMessage", QUEUE)))
        .isEqualTo(Decision.ALLOWED);
    assertThat(decide("sqs:SendMessage", QUEUE)).isEqualTo(Decision.NOT_ALLOWED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'Policies': 'AmazonChimeFullAccess'} | /Policies/0 must be managed policies of this"
            + " template or of [A",
        "{'Policies': [{'SESCrudPolicy': {'IdentityName': 'a'}}]} | /Policies/0 must be one of"
            + " [CloudWatchPutMetricPolicy",
        "{'Policies': [{'SQSPollerPolicy': {}}]} | /Policies/0/SQSPollerPolicy/QueueName must be"
            + " given, was missing",
        "{'Policies': [{'SQSPollerPolicy': {'QueueName': 'q', 'Name': 'n'}}]} |"
            + " /Policies/0/SQSPollerPolicy must have none but",
        "{'Policies': {'Statement': [{'Action': 's3:*', 'Resource': '*'}]}} |"
            + " /Policies/0/Statement/0/Effect must be Allow or Deny, was missing",
        "{'PermissionsBoundary': 'arn:aws:iam::aws:policy/p'} | /PermissionsBoundary is not"
            + " supported here: permissions boundaries are not enforced"
      })
  void whatCannotBeEnforcedIsRefusedByName(String properties, String message) {
    assertThatThrownBy(() -> policies(properties).attachToFunction("role", List.of()))
        .hasMessageStartingWith("Resources/Writer/Properties/")
        .hasMessageContaining(message);
  }

  @Test
  void aRoleThatIsNotOfTheTemplateIsRefused() {
    assertThatThrownBy(() -> policies("{}").checkRole("arn:aws:iam::000000000000:role/elsewhere"))
        .isInstanceOf(TemplateException.class)
        .hasMessage(
            "Resources/Writer/Properties/Role must be a role of this template where IAM is"
                + " enforced, was arn:aws:iam::000000000000:role/elsewhere");
    assertThatThrownBy(() ->
            policies(
                    """
                    {'Roles': ['elsewhere'], 'PolicyDocument':
                      {'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*'}}}
                    """)
                .attachToNamed())
        .isInstanceOf(TemplateException.class)
        .hasMessageEndingWith("/Roles must be roles of this template, was elsewhere");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kinesis:Get* | "
            + STREAM
            + " | Cannot access stream "
            + STREAM
            + ". Please ensure the"
            + " role can perform the GetRecords, GetShardIterator, DescribeStream, ListShards,"
            + " and ListStreams Actions on your stream in IAM. User: arn:aws:sts::000000000000:assumed-role/role"
            + "/writer is not authorized to perform: kinesis:DescribeStream",
        "kinesis:* | "
            + STREAM
            + " | The provided execution role does not have permissions to"
            + " call SendMessage on SQS. User: arn:aws:sts::000000000000:assumed-role/role/writer"
            + " is not authorized to perform: sqs:sendmessage on resource: "
            + QUEUE,
        "kinesis:Get* | "
            + STREAM
            + "/consumer/c:1 | Please ensure the role can perform the"
            + " SubscribeToShard Action on your stream in IAM."
      })
  void aMappingIsNotMadeIfItsRoleMayNotDoItsPart(String action, String stream, String message) {
    policies(
            """
            {'Policies': [{'PolicyName': 'p', 'PolicyDocument':
              {'Statement': {'Effect': 'Allow', 'Action': '%s', 'Resource': '*'}}}]}
            """
                .formatted(action))
        .attachToRole("role");
    try (var nowhere = SdkClients.own(URI.create("http://127.0.0.1:1"), OutsideServices.NONE)) {
      var acting = new ActingRoles(new Authorization(roles), nowhere);

      assertThatThrownBy(() -> acting.streams(mapping(stream)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(message);
    }
  }
}
