package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

  @TempDir private Path folder = Path.of("");

  private static Template template(String yaml) {
    return template(yaml, Gaps.NONE);
  }

  private static Template template(String yaml, Gaps gaps) {
    return Template.of(
        TemplateYaml.parse(yaml, "t.yaml"), StackOptions.of(Path.of("t.yaml")).with(gaps));
  }

  @Test
  void resourcesComeAfterWhatTheyReferTo() {
    var template =
        template(
            """
            Resources:
              Last: {Type: T, Properties: {a: !GetAtt Middle.Arn}}
              Middle: {Type: T, DependsOn: First}
              First: {Type: T}
            """);

    assertThat(template.resources())
        .extracting(Template.Resource::logicalId)
        .containsExactly("First", "Middle", "Last");
  }

  @Test
  void aFunctionComesAfterWhatItsGlobalsReferToAndBeforeWhoRefersToItsRole() {
    var template =
        template(
            """
            Globals: {Function: {Environment: {Variables: {TABLE: !Ref Table}}}}
            Resources:
              Policy: {Type: T, Properties: {Roles: [!Ref WorkerRole]}}
              Worker: {Type: AWS::Serverless::Function, Properties: {Handler: a.B}}
              Table: {Type: T}
            """);

    assertThat(template.resources())
        .extracting(Template.Resource::logicalId)
        .containsExactly("Table", "Worker", "Policy");
    assertThat(template.resources().get(1).properties())
        .hasToString("{Environment={Variables={TABLE={Ref=Table}}}, Handler=a.B}");
  }

  @Test
  void anAlarmThatWatchesAFunctionMayStopItsDeployment() {
    var template =
        template(
            """
            Globals: {Function: {DeploymentPreference: {Type: AllAtOnce, Alarms: [!Ref Fails]}}}
            Resources:
              Worker: {Type: AWS::Serverless::Function, Properties: {Handler: a.B}}
              Fails: {Type: AWS::CloudWatch::Alarm, Properties: {AlarmName: !Ref Worker}}
            """);

    assertThat(template.resources())
        .extracting(Template.Resource::logicalId)
        .containsExactly("Worker", "Fails");
  }

  @Test
  void aResourceMayIgnoreGlobals() {
    var template =
        template(
            """
            Globals: {Function: {Timeout: 9, Tags: {a: b}}}
            Resources:
              All: {Type: AWS::Serverless::Function, IgnoreGlobals: "*"}
              One: {Type: AWS::Serverless::Function, IgnoreGlobals: [Tags]}
            """);

    assertThat(template.resources())
        .extracting(each -> each.properties().toString())
        .containsExactly("{}", "{Timeout=9}");
  }

  @Test
  void resourcesAndOutputsWhoseConditionDoesNotHoldAreLeftOut() {
    var template =
        template(
            """
            Conditions: {No: !Equals [a, b], Yes: !Not [!Condition No]}
            Resources:
              A: {Type: T, Condition: No}
              B: {Type: T, Condition: Yes}
            Outputs:
              A: {Condition: No, Value: !Ref A}
              B: {Condition: Yes, Value: !Ref B}
            """);

    assertThat(template.resources()).extracting(Template.Resource::logicalId).containsExactly("B");
    assertThat(template.outputs()).containsOnlyKeys("B");
    assertThat(template.absent())
        .containsEntry("A", "is left out, for the condition No does not hold");
  }

  @Test
  void whatIsSkippedIsLeftOutTogetherWithTheOutputsThatNeedIt() {
    var template =
        template(
            """
            Resources:
              Site: {Type: AWS::CloudFront::Distribution}
              Worker:
                Type: AWS::Serverless::Function
                Properties:
                  Events: {Web: {Type: Api}, Records: {Type: Kinesis}}
            Outputs:
              Site: {Value: !GetAtt Site.DomainName}
              Web: {Value: !Sub "https://${ServerlessRestApi}.example"}
              Worker: {Value: !Ref Worker}
            """,
            new Gaps(Set.of("Site", "Worker.Web"), Map.of(), Map.of()));

    assertThat(template.resources())
        .extracting(Template.Resource::toString)
        .containsExactly(
            "Resource[logicalId=Worker, type=AWS::Serverless::Function,"
                + " properties={Events={Records={Type=Kinesis}}}]");
    assertThat(template.outputs()).containsOnlyKeys("Worker");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          Sit ~ Sit cannot be skipped: the template has no such resource, it has [Site]
          Site.Web ~ Site.Web cannot be skipped: Site has no such event, it has []
          """)
  void whatIsNotThereCannotBeSkipped(String name, String message) {
    var gaps = new Gaps(Set.of(name), Map.of(), Map.of());

    assertThatThrownBy(() -> template("{Resources: {Site: {Type: T}}}", gaps))
        .isInstanceOf(TemplateException.class)
        .hasMessage(message);
  }

  @Test
  void loopsAreWrittenOut() {
    var template =
        template(
            """
            Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
            Parameters: {Names: {Type: CommaDelimitedList, Default: "Blue,Red"}}
            Resources:
              Fn::ForEach::Colours:
                - Colour
                - !Ref Names
                - Queue${Colour}:
                    Type: T
                    Properties: {Name: !Sub "${Colour}-${AWS::Region}", Is: !Ref Colour}
            Outputs:
              Fn::ForEach::Outs:
                - Colour
                - [Red]
                - "${Colour}Arn": {Value: !GetAtt [!Sub "Queue${Colour}", Arn]}
            """);

    assertThat(template.resources())
        .hasToString(
            "[Resource[logicalId=QueueBlue, type=T, properties={Name={Fn::Sub=Blue-${AWS::Region}}, Is=Blue}],"
                + " Resource[logicalId=QueueRed, type=T, properties={Name={Fn::Sub=Red-${AWS::Region}}, Is=Red}]]");
    assertThat(template.outputs()).hasToString("{RedArn={Value={Fn::GetAtt=[QueueRed, Arn]}}}");
  }

  @Test
  void filesAreIncludedWhereTheyAreNamed() throws IOException {
    Files.writeString(folder.resolve("env.yaml"), "Stage: test\nSize: !Ref Count");
    Files.writeString(
        folder.resolve("more.json"), "{\"Resources\": {\n\t\"B\": {\"Type\": \"T\"}}}");
    var yaml =
        """
        Transform: [{Name: AWS::Include, Parameters: {Location: more.json}}]
        Resources:
          A: {Type: T, Properties: {Own: 1, Fn::Transform: {Name: AWS::Include, Parameters: {Location: env.yaml}}}}
        """;

    var template =
        Template.of(TemplateYaml.parse(yaml, "t.yaml"), StackOptions.of(folder.resolve("t.yaml")));

    assertThat(template.resources())
        .hasToString(
            "[Resource[logicalId=A, type=T, properties={Own=1, Stage=test, Size={Ref=Count}}],"
                + " Resource[logicalId=B, type=T, properties={}]]");
  }

  @Test
  void aRuleIsOnlyCheckedWhereItApplies() {
    var template =
        template(
            """
            Parameters:
              Stage: {Type: String, Default: test}
              Sizes: {Type: CommaDelimitedList, Default: "1,2"}
            Rules:
              Live:
                RuleCondition: !Equals [!Ref Stage, live]
                Assertions: [{Assert: !Contains [[a], b]}]
              Small:
                Assertions:
                  - Assert: !EachMemberIn [!Ref Sizes, ["1", "2", "3"]]
                  - Assert: !Not [!EachMemberEquals [!Ref Sizes, "1"]]
                  - Assert: !Contains [["test"], !Ref Stage]
            Resources: {A: {Type: T}}
            """);

    assertThat(template.resources()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          {Resources: {A: {Type: T}}, Hooks: {}} ~ template section Hooks is not supported by the local stack
          {Resources: {A: {Type: T, CreationPolicy: {}}}} ~ Resources/A/CreationPolicy is not supported by the local stack
          {Resources: {A: {Properties: {}}}} ~ Resources/A/Type is required
          {Transform: AWS::SecretsManager-2020-07-23, Resources: {A: {Type: T}}} ~ Transform must be AWS::Serverless-2016-10-31, AWS::LanguageExtensions or AWS::Include, was AWS::SecretsManager-2020-07-23
          {Globals: {Queue: {}}, Resources: {A: {Type: T}}} ~ Globals/Queue is not supported by the local stack
          {Resources: {A: {Type: T, Properties: {B: !Length [a]}}}} ~ Resources/A/Properties/B/Fn::Length: Fn::Length needs the Transform AWS::LanguageExtensions
          {Resources: {A: {Type: T, Properties: {B: !Transform {Name: Mine}}}}} ~ Resources/A/Properties/B/Fn::Transform must be AWS::Include with a Location, was {Name=Mine}
          {Resources: {A: {Type: T, Properties: {B: !Transform {Name: AWS::Include, Parameters: {Location: "s3://b/f"}}}}}} ~ Resources/A/Properties/B/Fn::Transform must name a file on this machine, was s3://b/f
          {Rules: {R: {Assertions: [{Assert: !Equals [a, b], AssertDescription: They differ.}]}}, Resources: {A: {Type: T}}} ~ Rules/R does not hold: They differ.
          {Resources: {}} ~ a template must have Resources
          {Resources: {A: {Type: T, DependsOn: B}, B: {Type: T, DependsOn: A}}} ~ resources refer to each other in a circle: [A, B]
          {Resources: {A: !Colour red}} ~ template t.yaml is not valid YAML
          {Resources: {A: } ~ template t.yaml is not valid YAML
          """)
  void whatIsNotSupportedIsRefusedByName(String yaml, String message) {
    assertThatThrownBy(() -> template(yaml))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void parametersAreDefaultsOverriddenByName() {
    var declared =
        TemplateYaml.parse(
            """
            Count: {Type: Number, Default: 3, MinValue: 1}
            Stage: {Type: String, Default: test, AllowedValues: [test, live]}
            Names: {Type: CommaDelimitedList, Default: "a, b"}
            Image: {Type: AWS::SSM::Parameter::Value<String>, Default: /images/latest}
            Zones: {Type: List<AWS::EC2::AvailabilityZone::Name>, Default: "x,y"}
            """,
            "p");

    assertThat(TemplateParameters.values(declared, Map.of("Stage", "live", "Image", "i")))
        .hasToString("{Count=3, Stage=live, Names=[a, b], Image=i, Zones=[x, y]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          Count ~ 0 ~ Parameter 'Count' must be a number not less than 1, was 0
          Count ~ many ~ Parameter 'Count' must be a number, was many
          Stage ~ dev ~ Parameter 'Stage' must be one of AllowedValues [test, live], was dev
          Nme ~ x ~ Parameters: [Nme] do not exist in the template, which has [Count, Stage, Name, Secret, Sizes, Image]
          Name ~ x9 ~ Parameter 'Name' must match pattern [a-z]+, was x9: letters only
          Name ~ abcdef ~ Parameter 'Name' must contain at most 4 characters, was abcdef: letters only
          Secret ~ x ~ Parameter 'Secret' must contain at least 8 characters, was ****
          Sizes ~ 1,x ~ Parameter 'Sizes' must be a number, was x
          Count ~ 1 ~ parameter Image is what SSM keeps under /images/latest, and there is no SSM here; give its value with --parameter Image=VALUE
          """)
  void aParameterThatBreaksItsRulesIsRefused(String name, String value, String message) {
    var declared =
        TemplateYaml.parse(
            """
            Count: {Type: Number, Default: 3, MinValue: 1}
            Stage: {Type: String, Default: test, AllowedValues: [test, live]}
            Name: {Type: String, Default: abc, AllowedPattern: "[a-z]+", MaxLength: 4, ConstraintDescription: letters only}
            Secret: {Type: String, Default: 12345678, MinLength: 8, NoEcho: true}
            Sizes: {Type: List<Number>, Default: "1, 2"}
            Image: {Type: AWS::SSM::Parameter::Value<String>, Default: /images/latest}
            """,
            "p");

    assertThatThrownBy(() -> TemplateParameters.values(declared, Map.of(name, value)))
        .isInstanceOf(TemplateException.class)
        .hasMessage(message);
  }
}
