package dev.millrace.local.stack;

import dev.millrace.local.stack.Resolver.Physical;

/// How resources of one type come to be on this machine.
@FunctionalInterface
interface ResourceType {

  /// Creates the resource.
  ///
  /// @param logicalId its name in the template
  /// @param properties resolved; the type reads what it knows and refuses the rest
  /// @param context the stack it belongs to
  /// @return what other resources may refer to
  Physical create(String logicalId, Properties properties, Context context);

  /// The stack a resource belongs to.
  ///
  /// @param stackName part of every generated name
  /// @param region of every ARN but those of DynamoDB Local
  /// @param account of every ARN
  /// @param api the services behind the gateway
  /// @param deployment what functions and mappings the template asks for
  record Context(
      String stackName, String region, String account, AwsApi api, Deployment deployment) {

    /// The name of a resource that the template does not name.
    String generatedName(String logicalId) {
      return stackName + "-" + logicalId;
    }

    String arn(String service, String resource) {
      return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
    }
  }
}
