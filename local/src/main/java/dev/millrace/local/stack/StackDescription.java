package dev.millrace.local.stack;

import dev.millrace.local.cloudformation.DeployedStack;
import dev.millrace.local.stack.Resolver.Physical;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What CloudFormation tells of a stack.
final class StackDescription {

  private static final String HIDDEN = "****";

  /// What becomes of SAM's types.
  private static final Map<String, String> TRANSFORMED =
      Map.of(
          "AWS::Serverless::Function", "AWS::Lambda::Function",
          "AWS::Serverless::LayerVersion", "AWS::Lambda::LayerVersion",
          "AWS::Serverless::SimpleTable", "AWS::DynamoDB::Table");

  private StackDescription() {}

  /// @param types of the resources, by logical id
  static DeployedStack of(
      StackOptions options,
      Template template,
      Map<String, Physical> resources,
      Map<String, String> types,
      Map<String, Object> outputs) {
    var written = TemplateYaml.read(options.template());
    var name = options.stackName();
    return new DeployedStack(
        "arn:aws:cloudformation:%s:%s:stack/%s/%s"
            .formatted(
                Stack.REGION,
                Stack.ACCOUNT,
                name,
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))),
        name,
        text(written.get("Description")),
        options.clock().instant(),
        parameters(Template.section(written, "Parameters"), template.names()),
        outputs(template.outputs(), outputs),
        resources(resources, types),
        body(options));
  }

  private static List<DeployedStack.Parameter> parameters(
      Map<String, Object> definitions, Map<String, Object> values) {
    return definitions.entrySet().stream()
        .map(each ->
            new DeployedStack.Parameter(
                each.getKey(),
                isHidden(each.getValue()) ? HIDDEN : parameter(values.get(each.getKey()))))
        .toList();
  }

  private static boolean isHidden(Object definition) {
    return definition instanceof Map<?, ?> rules
        && "true".equals(String.valueOf(rules.get("NoEcho")));
  }

  private static String parameter(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
        : String.valueOf(value);
  }

  private static List<DeployedStack.Output> outputs(
      Map<String, Object> definitions, Map<String, Object> values) {
    return definitions.entrySet().stream()
        .map(each ->
            new DeployedStack.Output(
                each.getKey(),
                String.valueOf(values.get(each.getKey())),
                each.getValue() instanceof Map<?, ?> map ? text(map.get("Description")) : null))
        .toList();
  }

  /// Names with a dot are for references only.
  private static List<DeployedStack.Resource> resources(
      Map<String, Physical> resources, Map<String, String> types) {
    return resources.entrySet().stream()
        .filter(each -> !each.getKey().contains("."))
        .map(each -> resource(each.getKey(), each.getValue(), types))
        .toList();
  }

  private static DeployedStack.Resource resource(
      String logicalId, Physical physical, Map<String, String> types) {
    var type = types.getOrDefault(logicalId, "");
    return new DeployedStack.Resource(
        logicalId, physical.ref(), TRANSFORMED.getOrDefault(type, type));
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : String.valueOf(value);
  }

  private static String body(StackOptions options) {
    try {
      return Files.readString(options.template());
    } catch (IOException e) {
      throw new UncheckedIOException("the template is gone while it is deployed", e);
    }
  }
}
