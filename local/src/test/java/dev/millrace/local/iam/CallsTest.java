package dev.millrace.local.iam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Which actions on which resources calls ask for.
class CallsTest {

  private static final Arns ARNS = new Arns("us-east-1", "000000000000");

  /// Resources of ARNs as `resource`, those of other services as they are.
  private static List<String> asked(List<Access> accesses) {
    return accesses.stream()
        .map(access -> {
          var service = access.action().substring(0, access.action().indexOf(':'));
          return access.action() + " " + access.resource().replace(ARNS.of(service, ""), "");
        })
        .toList();
  }

  private static List<String> parts(String expected) {
    return expected == null ? List.of() : List.of(expected.split(";", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "dynamodb | PutItem | {'TableName': 't'} | dynamodb:PutItem table/t",
        "dynamodb | Query | {'TableName': 't', 'IndexName': 'i'} | dynamodb:Query table/t/index/i",
        "dynamodb | Scan | {'TableName': 'arn:aws:dynamodb:us-east-1:000000000000:table/t'} |"
            + " dynamodb:Scan table/t",
        "dynamodb | ListTables | {} | dynamodb:ListTables *",
        "dynamodb | BatchWriteItem | {'RequestItems': {'a': [], 'b': []}} |"
            + " dynamodb:BatchWriteItem table/a;dynamodb:BatchWriteItem table/b",
        "dynamodb | BatchGetItem | {'RequestItems': {'a': {}}} | dynamodb:BatchGetItem table/a",
        "dynamodb | TransactWriteItems | {'TransactItems': [{'Put': {'TableName': 'a'}}, {'Update':"
            + " {'TableName': 'b'}}, {'Delete': {'TableName': 'a'}}, {'ConditionCheck':"
            + " {'TableName': 'c'}}, {'Put': {'TableName': 'a'}}]} | dynamodb:PutItem"
            + " table/a;dynamodb:UpdateItem table/b;dynamodb:DeleteItem"
            + " table/a;dynamodb:ConditionCheckItem table/c",
        "dynamodb | TransactGetItems | {'TransactItems': [{'Get': {'TableName': 'a'}}]} |"
            + " dynamodb:GetItem table/a",
        "dynamodb | GetRecords | `{'ShardIterator':"
            + " '000|arn:aws:dynamodb:ddblocal:000000000000:table/t/stream/2026-01-01T00:00:00|x'}`"
            + " | dynamodb:GetRecords table/t/stream/2026-01-01T00:00:00",
        "dynamodb | ListStreams | {'TableName': 't'} | dynamodb:ListStreams table/t/stream/*",
        "dynamodb | ExecuteStatement | {'Statement': 'SELECT * FROM t'} |",
        "kinesis | PutRecords | {'StreamName': 's'} | kinesis:PutRecords stream/s",
        "kinesis | DescribeStream | {'StreamARN':"
            + " 'arn:aws:kinesis:us-east-1:000000000000:stream/s'} | kinesis:DescribeStream"
            + " stream/s",
        "kinesis | SubscribeToShard | {'ConsumerARN':"
            + " 'arn:aws:kinesis:us-east-1:000000000000:stream/s/consumer/c:1'} |"
            + " kinesis:SubscribeToShard stream/s/consumer/c:1",
        "kinesis | RegisterStreamConsumer | {'ConsumerName': 'c', 'StreamARN':"
            + " 'arn:aws:kinesis:us-east-1:000000000000:stream/s'} |"
            + " kinesis:RegisterStreamConsumer stream/s",
        "kinesis | ListStreams | {} | kinesis:ListStreams *",
        "kinesis | GetRecords | {'ShardIterator': 'no iterator'} |",
        "firehose | PutRecordBatch | {'DeliveryStreamName': 'd'} | firehose:PutRecordBatch"
            + " deliverystream/d",
        "sqs | SendMessageBatch | {'QueueUrl': 'http://127.0.0.1:4566/000000000000/q'} |"
            + " sqs:SendMessage q",
        "sqs | GetQueueUrl | {'QueueName': 'q'} | sqs:GetQueueUrl q",
        "sns | PublishBatch | {'TopicArn': 'arn:aws:sns:us-east-1:000000000000:t'} | sns:Publish t",
        "sns | Unsubscribe | {'SubscriptionArn': 'arn:aws:sns:us-east-1:000000000000:t:1'} |"
            + " sns:Unsubscribe t",
        "cloudwatch | PutMetricData | {'Namespace': 'n'} | cloudwatch:PutMetricData *",
        "glue | GetTable | {'DatabaseName': 'd', 'Name': 't'} | glue:GetTable"
            + " catalog;glue:GetTable database/d;glue:GetTable table/d/t",
        "glue | GetDatabase | {'Name': 'd'} | glue:GetDatabase catalog;glue:GetDatabase database/d",
        "logs | FilterLogEvents | {'logGroupName': '/aws/lambda/f'} | logs:FilterLogEvents"
            + " log-group:/aws/lambda/f:log-stream:",
        "cognito-identity | DescribeIdentityPool | {'IdentityPoolId': 'p'} |"
            + " cognito-identity:DescribeIdentityPool identitypool/p",
        "cloudformation | ListStacks | {} |"
      })
  void anActionOfAnApiAsksForItsResources(
      String service, String action, String request, String expected) {
    var document = JsonMapper.shared().readTree(request.replace('\'', '"'));

    assertThat(asked(new ApiCalls(ARNS).of(new Call(service, action, document))))
        .isEqualTo(parts(expected));
  }

  @Test
  void aMetricsNamespaceIsContext() {
    var document = JsonMapper.shared().readTree("{\"Namespace\": \"n\"}");
    var call = new Call("cloudwatch", "PutMetricData", document);

    assertThat(new ApiCalls(ARNS).of(call).getFirst().context())
        .containsEntry(ContextKeys.NAMESPACE, "n");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anyDocumentIsTakenApart(long seed) {
    var random = new Random(seed);
    var services =
        List.of("cloudwatch", "dynamodb", "firehose", "glue", "kinesis", "logs", "sns", "sqs");
    var actions =
        List.of("BatchWriteItem", "GetRecords", "GetTable", "ListStreams", "TransactWriteItems");
    for (var i = 0; i < 100; i++) {
      var call =
          new Call(
              services.get(random.nextInt(services.size())),
              actions.get(random.nextInt(actions.size())),
              JsonMapper.shared().valueToTree(document(random, 3)));

      assertThat(new ApiCalls(ARNS).of(call))
          .as(call.toString())
          .allMatch(access -> access.action().startsWith(call.service() + ":"));
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  private static Object document(Random random, int depth) {
    var members =
        List.of(
            "TableName",
            "StreamARN",
            "ShardIterator",
            "NextToken",
            "RequestItems",
            "TransactItems",
            "Put",
            "DatabaseName",
            "SubscriptionArn",
            "QueueUrl",
            "logGroupName");
    return switch (random.nextInt(depth == 0 ? 3 : 5)) {
      case 0 -> random.nextInt();
      case 1 -> "arn:aws:x|y/z".substring(random.nextInt(13));
      case 2 -> Base64.getEncoder().encodeToString("|a|b".getBytes(UTF_8));
      case 3 -> List.of(document(random, depth - 1), document(random, depth - 1));
      default -> {
        var map = new HashMap<String, Object>();
        for (var i = 0; i < 4; i++) {
          map.put(members.get(random.nextInt(members.size())), document(random, depth - 1));
        }
        yield map;
      }
    };
  }

  private static HttpCall http(String call) {
    var parts = call.split(" ", 2);
    var target = parts[1].split("\\?", 2);
    var query = new HashMap<String, String>();
    if (target.length == 2) {
      for (var parameter : target[1].split("&", -1)) {
        var pair = parameter.split("=", 2);
        query.put(pair[0], pair.length == 2 ? pair[1] : "");
      }
    }
    return new HttpCall(parts[0], target[0], query, Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET / | s3:ListAllMyBuckets *",
        "PUT /b | s3:CreateBucket arn:aws:s3:::b",
        "GET /b?list-type=2&prefix= | s3:ListBucket arn:aws:s3:::b",
        "HEAD /b | s3:ListBucket arn:aws:s3:::b",
        "GET /b/?location | s3:GetBucketLocation arn:aws:s3:::b",
        "GET /b?uploads | s3:ListBucketMultipartUploads arn:aws:s3:::b",
        "POST /b?delete | s3:DeleteObject arn:aws:s3:::b/*",
        "GET /b/k/l | s3:GetObject arn:aws:s3:::b/k/l",
        "HEAD /b/k | s3:GetObject arn:aws:s3:::b/k",
        "GET /b/k?versionId=1 | s3:GetObjectVersion arn:aws:s3:::b/k",
        "PUT /b/k?x-id=PutObject | s3:PutObject arn:aws:s3:::b/k",
        "PUT /b/k?partNumber=1&uploadId=2 | s3:PutObject arn:aws:s3:::b/k",
        "PUT /b/k?acl | s3:PutObjectAcl arn:aws:s3:::b/k",
        "POST /b/k?uploads | s3:PutObject arn:aws:s3:::b/k",
        "DELETE /b/k?uploadId=2 | s3:AbortMultipartUpload arn:aws:s3:::b/k",
        "DELETE /b/k | s3:DeleteObject arn:aws:s3:::b/k"
      })
  void aCallOfS3AsksForABucketOrAnObject(String call, String expected) {
    assertThat(asked(S3Calls.of(http(call)))).containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /b?cors",
        "PUT /b?policy",
        "DELETE /b?lifecycle",
        "GET /b/k?torrent",
        "PUT /b/k?retention",
        "POST /b",
        "PATCH /b/k"
      })
  void aCallOfS3ThatIsNotKnownAsksForNothingThatCouldBeAllowed(String call) {
    assertThat(S3Calls.of(http(call))).isEmpty();
  }

  @Test
  void aCopyAsksForItsSource() {
    var copy = new HttpCall("PUT", "/b/k", new HashMap<>(), Optional.of("/from/a b?versionId=1"));

    assertThat(asked(S3Calls.of(copy)))
        .containsExactly("s3:PutObject arn:aws:s3:::b/k", "s3:GetObject arn:aws:s3:::from/a b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST /2015-03-31/functions/f/invocations | lambda:InvokeFunction function:f",
        "POST /2015-03-31/functions/f/invocations?Qualifier=live | lambda:InvokeFunction"
            + " function:f:live",
        "POST /2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations |"
            + " lambda:InvokeFunction function:f",
        "GET /2015-03-31/functions/f | lambda:GetFunction function:f",
        "GET /2015-03-31/functions/f/configuration | lambda:GetFunctionConfiguration function:f",
        "GET /2015-03-31/functions/ | lambda:ListFunctions *",
        "POST /2015-03-31/event-source-mappings | lambda:CreateEventSourceMapping *",
        "DELETE /2015-03-31/event-source-mappings/u | lambda:DeleteEventSourceMapping"
            + " event-source-mapping:u",
        "PUT /2015-03-31/functions/f/code |"
      })
  void aCallOfLambdaAsksForAFunctionOrAMapping(String call, String expected) {
    assertThat(asked(new LambdaCalls(ARNS).of(http(call)))).isEqualTo(parts(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "millrace:role:function,role,function",
    "millrace:role:CognitoIdentityCredentials:AbC+/=,role,CognitoIdentityCredentials"
  })
  void aSessionTokenTellsTheRole(String token, String role, String name) {
    assertThat(Session.read(token)).contains(new Session(role, name));
    assertThat(Session.read(new Session(role, name).token())).contains(new Session(role, name));
  }

  @Test
  void aRoleOfAnyNameIsNeverTakenForTheRoot() {
    assertThat(Session.read(Session.of("arn:aws:iam::1:role/a b:c", "f").token()))
        .contains(new Session("a_b_c", "f"));
    assertThat(Session.read(Session.of("", "f").token())).contains(new Session("", "f"));
    assertThat(Session.read("some other token")).isEmpty();
  }

  @Test
  void everyKnownPolicyCanBeRead() {
    assertThat(ManagedPolicies.names())
        .isNotEmpty()
        .allMatch(it -> ManagedPolicies.find(it).isPresent());
  }
}
