package dev.millrace.local.stack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What CloudFormation itself defines. `AWS::NoValue` is the business of [Resolver].
final class PseudoParameters {

  private PseudoParameters() {}

  static Map<String, Object> of(String stackName) {
    var names = new LinkedHashMap<String, Object>();
    names.put("AWS::AccountId", Stack.ACCOUNT);
    names.put("AWS::NotificationARNs", List.of());
    names.put("AWS::Partition", "aws");
    names.put("AWS::Region", Stack.REGION);
    names.put("AWS::StackName", stackName);
    names.put(
        "AWS::StackId",
        "arn:aws:cloudformation:%s:%s:stack/%s/local"
            .formatted(Stack.REGION, Stack.ACCOUNT, stackName));
    names.put("AWS::URLSuffix", "amazonaws.com");
    return names;
  }
}
