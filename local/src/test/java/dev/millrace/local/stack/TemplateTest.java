package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

  private static Template template(String yaml) {
    return Template.of(TemplateYaml.parse(yaml, "t.yaml"));
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          {Resources: {A: {Type: T}}, Hooks: {}} ~ template section Hooks is not supported by the local stack
          {Resources: {A: {Type: T, CreationPolicy: {}}}} ~ Resources/A/CreationPolicy is not supported by the local stack
          {Resources: {A: {Properties: {}}}} ~ Resources/A/Type is required
          {Transform: AWS::LanguageExtensions, Resources: {A: {Type: T}}} ~ Transform must be AWS::Serverless-2016-10-31, was AWS::LanguageExtensions
          {Globals: {Api: {}}, Resources: {A: {Type: T}}} ~ Globals/Api is not supported by the local stack
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
            """,
            "p");

    assertThat(TemplateParameters.values(declared, Map.of("Stage", "live")))
        .hasToString("{Count=3, Stage=live, Names=[a, b]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          Count ~ 0 ~ parameter Count must satisfy MinValue 1, was 0
          Count ~ many ~ parameter Count must be a number, was many
          Stage ~ dev ~ parameter Stage must satisfy AllowedValues [test, live], was dev
          Nme ~ x ~ parameter Nme is not declared; the template has [Count, Stage]
          """)
  void aParameterThatBreaksItsRulesIsRefused(String name, String value, String message) {
    var declared =
        TemplateYaml.parse(
            """
            Count: {Type: Number, Default: 3, MinValue: 1}
            Stage: {Type: String, Default: test, AllowedValues: [test, live]}
            """,
            "p");

    assertThatThrownBy(() -> TemplateParameters.values(declared, Map.of(name, value)))
        .isInstanceOf(TemplateException.class)
        .hasMessage(message);
  }
}
