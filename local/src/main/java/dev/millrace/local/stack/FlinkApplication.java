package dev.millrace.local.stack;

import java.util.LinkedHashMap;
import java.util.Map;

/// A Flink application of a template. The stack knows it and does not run it.
///
/// @param propertyGroups what its job is told, by group and key
public record FlinkApplication(String name, Map<String, Map<String, String>> propertyGroups) {

  public FlinkApplication {
    propertyGroups = Map.copyOf(propertyGroups);
  }

  /// @param properties of an `AWS::KinesisAnalyticsV2::Application`
  static FlinkApplication of(String name, Properties properties) {
    var groups = new LinkedHashMap<String, Map<String, String>>();
    properties
        .object("ApplicationConfiguration")
        .flatMap(configuration -> configuration.object("EnvironmentProperties"))
        .map(environment -> environment.objects("PropertyGroups"))
        .ifPresent(all -> all.forEach(group -> groups.put(id(group), values(group))));
    return new FlinkApplication(name, groups);
  }

  private static String id(Properties group) {
    return group.requiredText("PropertyGroupId");
  }

  private static Map<String, String> values(Properties group) {
    var values = new LinkedHashMap<String, String>();
    group.map("PropertyMap").forEach((key, value) -> values.put(key, String.valueOf(value)));
    return values;
  }
}
