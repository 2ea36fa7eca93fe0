package dev.millrace.local.stack;

import dev.millrace.local.lambda.FunctionConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `AWS::Serverless::Function` and `AWS::Lambda::Function` have in common.
final class FunctionSettings {

  private static final int DEFAULT_MEMORY = 128;
  private static final int DEFAULT_TIMEOUT = 3;

  private FunctionSettings() {}

  /// The function, which must be of Java and not from an image.
  ///
  /// @param code the property that says where its code is
  static FunctionConfig of(
      String logicalId,
      String name,
      String code,
      Properties properties,
      ResourceType.Context context) {
    var wayOut = "--skip " + logicalId + " leaves the function out";
    properties
        .refuse("functions run from code, not from images; " + wayOut, "ImageConfig", "ImageUri")
        .refuse("Java has to be compiled; " + wayOut, "InlineCode")
        .refuse("there are no file systems; " + wayOut, "FileSystemConfigs");
    if (!properties.text("PackageType").orElse("Zip").equals("Zip")) {
      throw properties.wrong("PackageType", "Zip (" + wayOut + ")", "Image");
    }
    var runtime = properties.requiredText("Runtime");
    if (!FunctionConfig.RUNTIMES.contains(runtime)) {
      throw properties.wrong(
          "Runtime",
          "one of " + String.join(", ", FunctionConfig.RUNTIMES) + " (" + wayOut + ")",
          runtime);
    }
    return new FunctionConfig(
        name,
        properties.requiredText("Handler"),
        runtime,
        CodeUri.locate(context, logicalId, properties, code),
        properties.integer("MemorySize").orElse(DEFAULT_MEMORY),
        Duration.ofSeconds(properties.integer("Timeout").orElse(DEFAULT_TIMEOUT)),
        environment(properties),
        context.region(),
        context.account(),
        properties
            .integer("ReservedConcurrentExecutions")
            .orElse(FunctionConfig.DEFAULT_CONCURRENCY),
        layers(properties, context));
  }

  /// Takes note of the properties that have no effect here, and refuses the others.
  static void refuseOthers(Properties properties) {
    properties
        .withoutLocalEffect(
            "Architectures",
            "CodeSigningConfigArn",
            "Description",
            "EphemeralStorage",
            "KmsKeyArn",
            "LoggingConfig",
            "RecursiveLoop",
            "RuntimeManagementConfig",
            "SnapStart",
            "SourceKMSKeyArn",
            "Tags",
            "VpcConfig")
        .refuseOthers();
  }

  private static Map<String, String> environment(Properties properties) {
    var variables = new LinkedHashMap<String, String>();
    properties
        .object("Environment")
        .ifPresent(environment -> {
          var values = environment.object("Variables");
          values.ifPresent(named ->
              environment
                  .map("Variables")
                  .keySet()
                  .forEach(key -> variables.put(key, named.requiredText(key))));
          environment.refuseOthers();
        });
    return variables;
  }

  private static List<Path> layers(Properties properties, ResourceType.Context context) {
    return properties.list("Layers").orElse(List.of()).stream()
        .map(arn ->
            context
                .deployment()
                .layer(String.valueOf(arn))
                .orElseThrow(() -> properties.wrong("Layers", "layers of this template", arn)))
        .toList();
  }
}
