package dev.millrace.local.iam;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// SAM's policy templates, those for the services of the stack.
public final class PolicyTemplates {

  private static final JsonNode BY_NAME =
      JsonMapper.shared()
          .readTree(PolicyTemplates.class.getResourceAsStream("policy-templates.json"));

  private PolicyTemplates() {}

  /// A policy from its template.
  ///
  /// @param name such as `DynamoDBCrudPolicy`
  /// @param parameters such as `TableName`, resolved
  /// @param pseudo values of `AWS::Region` and `AWS::AccountId`
  /// @param path where it stands, for messages
  /// @throws PolicyException if the template is not supported, or its parameters are others
  public static Policy expand(
      String name, Object parameters, Map<String, String> pseudo, String path) {
    var template = BY_NAME.path(name);
    if (template.isMissingNode()) {
      throw PolicyException.of(
          path,
          "must be one of %s, others cannot be enforced here"
              .formatted(new TreeSet<>(BY_NAME.propertyNames())),
          name);
    }
    var given = Element.of(parameters, path + "/" + name);
    var values = new LinkedHashMap<>(pseudo);
    for (var parameter : template.path("Parameters")) {
      var key = parameter.stringValue();
      values.put(
          key,
          given
              .text(key)
              .orElseThrow(() -> PolicyException.of(given.path(key), "must be given", "missing")));
    }
    given.refuseOthers(values.keySet());
    var text = template.path("Statement").toString();
    for (var value : values.entrySet()) {
      text = text.replace("${" + value.getKey() + "}", quoted(value.getValue()));
    }
    return Documents.policy(JsonMapper.shared().readTree(text), given.path());
  }

  /// As inside of a JSON text.
  private static String quoted(String value) {
    var json = JsonMapper.shared().writeValueAsString(value);
    return json.substring(1, json.length() - 1);
  }

  /// The names of those that are supported.
  public static Set<String> names() {
    return Set.copyOf(BY_NAME.propertyNames());
  }
}
