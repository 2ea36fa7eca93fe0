package dev.millrace.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class PolicyTest {

  private static final String PATH = "Resources/R/Properties/Policies/0";
  private static final String TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/orders";

  private static Policy policy(String... statements) {
    var document =
        "{\"Version\": \"2012-10-17\", \"Statement\": [" + String.join(",", statements) + "]}";
    return Policy.of(JsonMapper.shared().readValue(document, Object.class), PATH);
  }

  private static String statement(String effect, String more) {
    return """
    {"Effect": "%s", "Action": "dynamodb:PutItem", "Resource": "%s"%s}\
    """
        .formatted(effect, TABLE, more);
  }

  private static Decision decide(Policy policy, Access access) {
    return Decision.of(List.of(policy), access);
  }

  @Test
  void whatNoStatementIsAboutIsNotAllowed() {
    var policy = policy(statement("Allow", ""));

    assertThat(decide(policy, Access.to("dynamodb:PutItem", TABLE))).isEqualTo(Decision.ALLOWED);
    assertThat(decide(policy, Access.to("dynamodb:GetItem", TABLE)))
        .isEqualTo(Decision.NOT_ALLOWED);
    assertThat(decide(policy, Access.to("dynamodb:PutItem", TABLE + "2")))
        .isEqualTo(Decision.NOT_ALLOWED);
  }

  @Test
  void anExplicitDenyWinsWhereverItStands() {
    var deny = statement("Deny", "");
    var allow = statement("Allow", "");
    var access = Access.to("dynamodb:PutItem", TABLE);

    assertThat(decide(policy(deny, allow), access)).isEqualTo(Decision.DENIED);
    assertThat(decide(policy(allow, deny), access)).isEqualTo(Decision.DENIED);
    assertThat(Decision.of(List.of(policy(allow), policy(deny)), access))
        .isEqualTo(Decision.DENIED);
  }

  @Test
  void actionsIgnoreCaseAndResourcesDoNot() {
    var policy = policy(statement("Allow", ""));

    assertThat(decide(policy, Access.to("DynamoDB:putitem", TABLE))).isEqualTo(Decision.ALLOWED);
    assertThat(decide(policy, Access.to("dynamodb:PutItem", TABLE.replace("orders", "Orders"))))
        .isEqualTo(Decision.NOT_ALLOWED);
  }

  @Test
  void notActionAndNotResourceAreAboutTheOthers() {
    var policy =
        policy(
            """
            {"Effect": "Allow", "NotAction": ["dynamodb:Delete*", "s3:*"], "NotResource": "%s"}
            """
                .formatted(TABLE));

    assertThat(decide(policy, Access.to("dynamodb:PutItem", TABLE + "2")))
        .isEqualTo(Decision.ALLOWED);
    assertThat(decide(policy, Access.to("dynamodb:DeleteItem", TABLE + "2")))
        .isEqualTo(Decision.NOT_ALLOWED);
    assertThat(decide(policy, Access.to("dynamodb:PutItem", TABLE)))
        .isEqualTo(Decision.NOT_ALLOWED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'StringEquals': {'s3:prefix': ['a', 'b']}} | b | true",
        "{'StringEquals': {'S3:Prefix': 'a'}} | A | false",
        "{'StringEquals': {'s3:prefix': 'a'}} | | false",
        "{'StringEqualsIfExists': {'s3:prefix': 'a'}} | | true",
        "{'StringEqualsIgnoreCase': {'s3:prefix': 'a'}} | A | true",
        "{'StringNotEquals': {'s3:prefix': ['a', 'b']}} | b | false",
        "{'StringNotEquals': {'s3:prefix': ['a', 'b']}} | c | true",
        "{'StringNotEquals': {'s3:prefix': 'a'}} | | true",
        "{'StringLike': {'s3:prefix': 'a/*'}} | a/b | true",
        "{'StringNotLike': {'s3:prefix': 'a/*'}} | a/b | false",
        "{'Null': {'s3:prefix': 'true'}} | | true",
        "{'Null': {'s3:prefix': false}} | a | true",
        "{'NumericLessThanEquals': {'s3:prefix': 10}} | 10 | true",
        "{'NumericLessThan': {'s3:prefix': '10'}} | 10 | false",
        "{'NumericGreaterThan': {'s3:prefix': '9.5'}} | 10 | true",
        "{'NumericEquals': {'s3:prefix': '10'}} | 10.0 | true",
        "{'NumericEquals': {'s3:prefix': '10'}} | ten | false",
        "{'ArnLike': {'s3:prefix': 'arn:aws:s3:*:*:b*'}} | arn:aws:s3:::bucket | true",
        "{'ArnEquals': {'s3:prefix': 'arn:aws:*:x'}} | arn:aws:s3:::x | false",
        "{'ArnNotLike': {'s3:prefix': 'arn:aws:s3:*:*:b*'}} | arn:aws:s3:::bucket | false",
        "{'Bool': {'s3:prefix': 'TRUE'}} | true | true",
        "{'StringLike': {'s3:prefix': 'a*'}, 'StringNotLike': {'s3:prefix': '*z'}} | az | false",
        "{'StringLike': {'s3:prefix': 'a*'}, 'StringNotLike': {'s3:prefix': '*z'}} | ay | true"
      })
  void aStatementIsAboutAnAccessIfEachConditionHolds(
      String condition, String value, boolean holds) {
    var policy = policy(statement("Allow", ", \"Condition\": " + condition.replace('\'', '"')));
    Map<String, String> context = value == null ? Map.of() : Map.of(ContextKeys.PREFIX, value);

    assertThat(decide(policy, new Access("dynamodb:PutItem", TABLE, context)))
        .isEqualTo(holds ? Decision.ALLOWED : Decision.NOT_ALLOWED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'Action': 's3:*', 'Resource': '*'} | /Effect must be Allow or Deny, was missing",
        "{'Effect': 'allow', 'Action': 's3:*', 'Resource': '*'} | /Effect must be Allow or Deny,"
            + " was allow",
        "{'Effect': 'Allow', 'Resource': '*'} | /Action must be given, was missing",
        "{'Effect': 'Allow', 'Action': 's3:*'} | /Resource must be given, was missing",
        "{'Effect': 'Allow', 'Action': [], 'Resource': '*'} | /Action must be given, was []",
        "{'Effect': 'Allow', 'Action': 's3:*', 'NotAction': 's3:*', 'Resource': '*'} | must have"
            + " Action or NotAction, was both",
        "{'Effect': 'Allow', 'Principal': '*', 'Action': 's3:*', 'Resource': '*'} | /Principal"
            + " must not be in the policy of an identity, was *",
        "{'Effect': 'Allow', 'Action': 'PutItem', 'Resource': '*'} | /Action must be * or"
            + " service:Action, was PutItem",
        "{'Effect': 'Allow', 'Action': 's3:*', 'Resource': 'bucket'} | /Resource must be * or an"
            + " ARN, was bucket",
        "{'Effect': 'Allow', 'Action': {'a': 1}, 'Resource': '*'} | /Action must be text, was"
            + " {a=1}",
        "{'Effect': 'Allow', 'Action': 's3:*', 'Resource': 'arn:aws:s3:::${aws:userid}'} |"
            + " /Resource must be without policy variables, they are not supported, was"
            + " arn:aws:s3:::${aws:userid}",
        "{'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*', 'Extra': 1} | must have none but",
        "{'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*', 'Condition': {'IpAddress': {}}} |"
            + " /Condition must have operators of",
        "{'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*', 'Condition': {'Bool': {'aws:x':"
            + " 'true'}}} | /Condition/Bool must be about one of",
        "{'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*', 'Condition': {'Bool':"
            + " {'s3:prefix': 'yes'}}} | /Condition/Bool/s3:prefix must be true or false, was yes",
        "{'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*', 'Condition': {'NumericEquals':"
            + " {'s3:prefix': 'x'}}} | /Condition/NumericEquals/s3:prefix must be a number, was x"
      })
  void aBadStatementIsRefusedWithItsPlaceItsRuleAndItsValue(String statement, String message) {
    assertThatThrownBy(() -> policy(statement.replace('\'', '"')))
        .isInstanceOf(PolicyException.class)
        .hasMessageStartingWith(PATH + "/Statement/0")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'Version': '2012-10-17'}", "{'Statement': []}", "{'Version': '1'}"})
  void aBadDocumentIsRefused(String document) {
    var parsed = JsonMapper.shared().readValue(document.replace('\'', '"'), Object.class);

    assertThatThrownBy(() -> Policy.of(parsed, PATH))
        .isInstanceOf(PolicyException.class)
        .hasMessageStartingWith(PATH + "/");
  }

  /// Against a second evaluation that goes by regular expressions and knows no short cut.
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anyOrderOfStatementsDecidesByDenyThenAllow(long seed) {
    var random = new Random(seed);
    var names = List.of("a:X", "a:Xy", "a:*", "a:?y", "*", "b:X");
    var places = List.of("arn:a:b:c:d:e", "arn:a:b:c:d:*", "*", "arn:a:b:c:d:f/?");
    var rules = new ArrayList<List<String>>();
    for (var i = 0; i < random.nextInt(5) + 1; i++) {
      rules.add(
          List.of(
              random.nextInt(4) == 0 ? "Deny" : "Allow",
              names.get(random.nextInt(names.size())),
              places.get(random.nextInt(places.size()))));
    }
    var access =
        Access.to(
            List.of("a:X", "a:Xy", "b:X").get(random.nextInt(3)),
            List.of("arn:a:b:c:d:e", "arn:a:b:c:d:f/g").get(random.nextInt(2)));
    var effects =
        rules.stream()
            .filter(rule -> isLike(rule.get(1), access.action()))
            .filter(rule -> isLike(rule.get(2), access.resource()))
            .map(List::getFirst)
            .toList();
    var expected =
        effects.contains("Deny")
            ? Decision.DENIED
            : effects.isEmpty() ? Decision.NOT_ALLOWED : Decision.ALLOWED;
    Collections.shuffle(rules, random);

    var policy =
        policy(
            rules.stream()
                .map(rule ->
                    "{\"Effect\": \"%s\", \"Action\": \"%s\", \"Resource\": \"%s\"}"
                        .formatted(rule.toArray()))
                .toArray(String[]::new));

    assertThat(decide(policy, access)).as("%s of %s", access, rules).isEqualTo(expected);
  }

  /// Whatever is in the place of an element, the document is read or refused by name.
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aDocumentWithJunkInItIsReadOrRefusedByName(long seed) {
    var random = new Random(seed);
    var junk =
        Arrays.asList(null, 7, true, "", "x", List.of(), Arrays.asList("s3:*", null), Map.of());
    var statement = new HashMap<String, Object>();
    statement.put("Effect", "Allow");
    statement.put("Action", "s3:*");
    statement.put("Resource", "*");
    statement.put("Condition", Map.of("Bool", Map.of("aws:SecureTransport", "true")));
    var names = List.of("Effect", "Action", "NotAction", "Resource", "Condition", "Sid");
    statement.put(names.get(random.nextInt(names.size())), junk.get(random.nextInt(junk.size())));
    var document = new HashMap<String, Object>();
    document.put("Statement", random.nextBoolean() ? List.of(statement) : statement);
    if (random.nextInt(4) == 0) {
      document.put("Version", junk.get(random.nextInt(junk.size())));
    }

    try {
      assertThat(Policy.of(document, PATH).statements()).hasSize(1);
    } catch (PolicyException e) {
      assertThat(e).hasMessageStartingWith(PATH).hasMessageContaining(", was ");
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static boolean isLike(String pattern, String text) {
    return Pattern.matches(pattern.replace("*", ".*").replace("?", "."), text);
  }
}
