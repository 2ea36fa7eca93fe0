package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.stack.Resolver.Physical;
import dev.millrace.local.stack.Resolver.Scope;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolverTest {

  private static final Resolver RESOLVER =
      new Resolver(
          new Scope(
              Map.of(
                  "Size", 5L,
                  "Stage", "test",
                  "Kind", "Size",
                  "Kind2", "shop",
                  "Zone", "Vpc",
                  "Names", List.of("x", "y", "z"),
                  "AWS::Region", "us-east-1"),
              Map.of("Sizes", Map.of("test", Map.of("small", 1, "large", 9))),
              Map.of(
                  "IsTest", yaml("!Equals [!Ref Stage, test]"),
                  "IsLive", yaml("!Not [!Condition IsTest]"),
                  "Round", yaml("!Condition Circle"),
                  "Circle", yaml("!Not [!Condition Round]"),
                  "Either", yaml("!Or [!Condition IsLive, !Condition IsTest]"),
                  "Both", yaml("!And [!Condition IsLive, !Condition IsTest]")),
              Map.of(
                  "Queue",
                  new Physical("http://localhost/q", Map.of("Arn", "arn:aws:sqs:q", "A.B", "c"))),
              Map.of("Gone", "is skipped"),
              Map.of("net-Vpc", "vpc-1", "resolve:ssm:/shop/key", "k3y")));

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
          !FindInMap [Sizes, test, huge, {DefaultValue: !Ref Size}] ~ 5
          !FindInMap [!Sub "${Kind}s", test, small] ~ 1
          !Base64 hello ~ aGVsbG8=
          !Cidr [10.1.0.0/16, 3, 8] ~ [10.1.0.0/24, 10.1.1.0/24, 10.1.2.0/24]
          !Select [1, !Cidr [192.168.0.0/24, 2, 5]] ~ 192.168.0.32/27
          !Cidr ["2001:db8::/56", 2, 64] ~ [2001:db8:0:0:0:0:0:0/64, 2001:db8:0:1:0:0:0:0/64]
          !Select [0, !GetAZs ""] ~ us-east-1a
          !GetAZs eu-west-1 ~ [eu-west-1a, eu-west-1b, eu-west-1c]
          !ImportValue net-Vpc ~ vpc-1
          !ImportValue {"Fn::Sub": "net-${Zone}"} ~ vpc-1
          !Length [a, !Ref Stage] ~ 2
          !Length {Ref: Names} ~ 3
          !ToJsonString {a: [!Ref Size, x], b: !Ref AWS::NoValue} ~ {"a":[5,"x"]}
          !Join [",", !Ref Names] ~ x,y,z
          "key={{resolve:ssm:/shop/key}}" ~ key=k3y
          !Sub "{{resolve:ssm:/${Kind2}/key}}" ~ k3y
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
          !Ref Gone ~ here/Ref refers to Gone, which is skipped
          !ImportValue x ~ here/Fn::ImportValue imports x, which no stack exports here; give its value with --import 'x=VALUE'
          "{{resolve:ssm:y}}" ~ here: there is nothing to resolve {{resolve:ssm:y}} from; give its value with --import 'resolve:ssm:y=VALUE'
          {"Fn::RefAll": x} ~ here/Fn::RefAll: the function Fn::RefAll is not supported
          {"Fn::Join": ["", [a]], b: c} ~ here/Fn::Join must stand alone, was [Fn::Join, b]
          !If [Round, a, b] ~ conditions refer to each other in a circle: [Round, Circle]
          !Cidr [10.0.0.0/24, 3, 7] ~ here/Fn::Cidr: 10.0.0.0/24 has no room for 3 blocks of 7 bits
          !Cidr [ten, 3, 7] ~ here/Fn::Cidr: the block must be a CIDR such as 10.0.0.0/16, was ten
          !Select [x, [a]] ~ here/Fn::Select must have a whole number, was x
          !Split ["", a] ~ here/Fn::Split must name a delimiter, was empty
          !Length x ~ here/Fn::Length must be a list, was x
          !Sub [a] ~ here/Fn::Sub must have 2 arguments, was [a]
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
            References.of(
                yaml(
                    "[!Ref A, !GetAtt B.Arn, !Sub \"${C}-${D.Arn}-${!E}\", !Sub [\"${g}\", {g: !Ref H}], {x: {Ref: F}}]")))
        .containsExactlyInAnyOrder("A", "B", "C", "D", "F", "H");
  }
}
