package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.stack.Resolver.Physical;
import dev.millrace.local.stack.Resolver.Scope;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolverTest {

  private static final Resolver RESOLVER =
      new Resolver(
          new Scope(
              Map.of("Size", 5L, "Stage", "test", "AWS::Region", "us-east-1"),
              Map.of("Sizes", Map.of("test", Map.of("small", 1, "large", 9))),
              Map.of(
                  "IsTest", yaml("!Equals [!Ref Stage, test]"),
                  "IsLive", yaml("!Not [!Condition IsTest]"),
                  "Either", yaml("!Or [!Condition IsLive, !Condition IsTest]"),
                  "Both", yaml("!And [!Condition IsLive, !Condition IsTest]")),
              Map.of(
                  "Queue",
                  new Physical("http://localhost/q", Map.of("Arn", "arn:aws:sqs:q", "A.B", "c")))));

  private static Object yaml(String text) {
    return Objects.requireNonNull(TemplateYaml.parse("value: " + text, "test").get("value"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          plain ~ plain
          !Ref Stage ~ test
          !Ref Queue ~ http://localhost/q
          !GetAtt Queue.Arn ~ arn:aws:sqs:q
          !GetAtt [Queue, Arn] ~ arn:aws:sqs:q
          {"Fn::GetAtt": "Queue.Arn"} ~ arn:aws:sqs:q
          !GetAtt Queue.A.B ~ c
          !Sub "${Stage}-${Queue.Arn}-${AWS::Region}-${!Literal}" ~ test-arn:aws:sqs:q-us-east-1-${Literal}
          !Sub ["${a}/${Stage}", {a: !Ref Size}] ~ 5/test
          !Join ["-", [a, !Ref Stage, !Ref Size]] ~ a-test-5
          !If [IsTest, yes, no] ~ yes
          !If [IsLive, yes, no] ~ no
          !If [Either, yes, no] ~ yes
          !If [Both, yes, no] ~ no
          !Select [1, [a, b]] ~ b
          !Select [2, !Split [",", "a,b,c"]] ~ c
          !FindInMap [Sizes, !Ref Stage, large] ~ 9
          !Base64 hello ~ aGVsbG8=
          """)
  void functionsHaveTheirValues(String expression, String expected) {
    assertThat(RESOLVER.resolve(yaml(expression), "here")).hasToString(expected);
  }

  @Test
  void aPropertyWithoutValueDisappears() {
    var resolved =
        RESOLVER.resolve(yaml("{a: 1, b: !Ref AWS::NoValue, c: [!Ref AWS::NoValue, 2]}"), "p");

    assertThat(resolved).hasToString("{a=1, c=[2]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          !Ref Nothing ~ here/Ref refers to Nothing, which is neither a parameter nor a resource
          !GetAtt Queue.Colour ~ here/Fn::GetAtt: Queue has no attribute Colour
          !Sub "${Nothing}" ~ here/Fn::Sub refers to Nothing, which is neither a parameter nor a resource
          !ImportValue x ~ here/Fn::ImportValue: the function Fn::ImportValue is not supported
          !If [Missing, a, b] ~ here/Fn::If names the condition Missing, which is not defined
          !Join ["-"] ~ here/Fn::Join must have 2 arguments, was [-]
          !Select [7, [a]] ~ here/Fn::Select selects item 7 of [a]
          !FindInMap [Sizes, test, huge] ~ here/Fn::FindInMap looks up huge, which is not in Mappings
          """)
  void whatCannotBeResolvedIsNamedWithItsPlace(String expression, String message) {
    assertThatThrownBy(() -> RESOLVER.resolve(yaml(expression), "here"))
        .isInstanceOf(TemplateException.class)
        .hasMessage(message);
  }

  @Test
  void referencesAreFoundInEveryForm() {
    assertThat(
            Resolver.references(
                yaml("[!Ref A, !GetAtt B.Arn, !Sub \"${C}-${D.Arn}-${!E}\", {x: {Ref: F}}]")))
        .containsExactlyInAnyOrder("A", "B", "C", "D", "F");
  }
}
