package dev.millrace.pipelines;

import java.util.HashMap;
import java.util.Map;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// What CloudFormation tells of a stack.
///
/// @param resources physical ids by logical ids
/// @param parameters values by names
record StackNames(Map<String, String> resources, Map<String, String> parameters) {

  static StackNames of(String stack, AwsCalls aws) {
    var resources = new HashMap<String, String>();
    var request = new HashMap<>(Map.of("StackName", stack));
    while (true) {
      var page = aws.cloudFormation("ListStackResources", request);
      resources.putAll(pairs(page, "LogicalResourceId", "PhysicalResourceId"));
      var next = page.getElementsByTagName("NextToken");
      if (next.getLength() == 0) {
        break;
      }
      request.put("NextToken", next.item(0).getTextContent());
    }
    var described = aws.cloudFormation("DescribeStacks", Map.of("StackName", stack));
    return new StackNames(resources, pairs(described, "ParameterKey", "ParameterValue"));
  }

  /// The physical id of a resource.
  String ref(String logicalId) {
    var ref = resources.get(logicalId);
    if (ref == null) {
      throw new AssertionError(
          "the stack must have a resource %s, it has %s".formatted(logicalId, resources.keySet()));
    }
    return ref;
  }

  private static Map<String, String> pairs(Document answer, String key, String value) {
    var pairs = new HashMap<String, String>();
    var keys = answer.getElementsByTagName(key);
    for (var index = 0; index < keys.getLength(); index++) {
      var values = ((Element) keys.item(index).getParentNode()).getElementsByTagName(value);
      if (values.getLength() > 0) {
        pairs.put(keys.item(index).getTextContent(), values.item(0).getTextContent());
      }
    }
    return pairs;
  }
}
