package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlinkApplicationTest {

  private static FakeDeployment deployed(String properties) {
    var yaml =
        """
        Resources:
          Key:
            Type: AWS::KMS::Key
          Job:
            Type: AWS::KinesisAnalyticsV2::Application
            Properties: %s
        """
            .formatted(properties);
    return FakeDeployment.of(yaml, Path.of("/"), Gaps.NONE);
  }

  @Test
  void aJobIsToldWhatItsPropertyGroupsResolveTo() {
    var deployment =
        deployed(
            """
            {ApplicationName: sums, ApplicationConfiguration: {EnvironmentProperties: {
              PropertyGroups: [
                {PropertyGroupId: In, PropertyMap: {region: !Ref AWS::Region, size: 5}},
                {PropertyGroupId: Empty}]}}}
            """);

    assertThat(deployment.applications)
        .containsExactly(
            new FlinkApplication(
                "sums",
                Map.of("In", Map.of("region", "us-east-1", "size", "5"), "Empty", Map.of())));
  }

  @Test
  void anApplicationMayHaveNoPropertiesButNoGroupWithoutAName() {
    assertThat(deployed("{ApplicationName: sums}").applications)
        .containsExactly(new FlinkApplication("sums", Map.of()));
    assertThatThrownBy(() ->
            deployed(
                """
                {ApplicationConfiguration: {EnvironmentProperties: {
                  PropertyGroups: [{PropertyMap: {}}]}}}
                """))
        .hasMessageContaining("PropertyGroups/0/PropertyGroupId is required");
  }
}
