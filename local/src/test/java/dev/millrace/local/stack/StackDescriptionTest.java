package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.cloudformation.DeployedStack;
import dev.millrace.local.cloudformation.DeployedStack.Output;
import dev.millrace.local.cloudformation.DeployedStack.Parameter;
import dev.millrace.local.cloudformation.DeployedStack.Resource;
import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.stack.Resolver.Physical;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackDescriptionTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final String TEMPLATE =
      """
      Description: A shop.
      Parameters:
        Shards: {Type: Number, Default: 2}
        Zones: {Type: CommaDelimitedList, Default: "a,b"}
        Secret: {Type: String, NoEcho: true, Default: sesame}
      Conditions:
        Never: !Equals [a, b]
      Resources:
        Orders: {Type: AWS::Serverless::SimpleTable}
      Outputs:
        Where: {Description: Where it is., Value: !Ref Orders}
        Nowhere: {Condition: Never, Value: x}
      """;

  @TempDir private Path folder = Path.of("");

  private DeployedStack described() throws IOException {
    try (var clock = StackClock.frozenAt(START)) {
      var options =
          new StackOptions(
              Files.writeString(folder.resolve("template.yaml"), TEMPLATE),
              Map.of("Shards", "3"),
              "shop",
              0,
              FunctionMode.IN_PROCESS,
              clock,
              Optional.empty());
      return StackDescription.of(
          options,
          Template.read(options),
          Map.of(
              "Orders", new Physical("shop-Orders", Map.of()),
              "Orders.Alias", new Physical("an alias", Map.of())),
          Map.of("Orders", "AWS::Serverless::SimpleTable"),
          Map.of("Where", "shop-Orders"));
    }
  }

  @Test
  void parametersHaveTheirValuesAndSecretsNone() throws IOException {
    assertThat(described().parameters())
        .containsExactlyInAnyOrder(
            new Parameter("Shards", "3"),
            new Parameter("Zones", "a,b"),
            new Parameter("Secret", "****"));
  }

  @Test
  void outputsHaveTheirValuesAndDescriptions() throws IOException {
    assertThat(described().outputs())
        .containsExactly(new Output("Where", "shop-Orders", "Where it is."));
  }

  @Test
  void resourcesAreOfTheTypesThatSamMakes() throws IOException {
    assertThat(described().resources())
        .containsExactly(new Resource("Orders", "shop-Orders", "AWS::DynamoDB::Table"));
  }

  @Test
  void aStackIsNamedDatedAndDescribed() throws IOException {
    var stack = described();

    assertThat(stack.id()).startsWith("arn:aws:cloudformation:us-east-1:000000000000:stack/shop/");
    assertThat(stack.name()).isEqualTo("shop");
    assertThat(stack.description()).isEqualTo("A shop.");
    assertThat(stack.created()).isEqualTo(START);
    assertThat(stack.template()).isEqualTo(TEMPLATE);
  }
}
