package dev.millrace.local.stack;

import dev.millrace.local.iam.ManagedPolicies;
import dev.millrace.local.iam.Policy;
import dev.millrace.local.iam.PolicyTemplates;
import dev.millrace.local.iam.Roles;
import dev.millrace.local.mapping.DestinationArn;
import dev.millrace.local.mapping.MappingConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Gives the roles of a template the policies that it has for them.
final class RolePolicies {

  private final Roles roles;
  private final Properties properties;

  /// @param roles that are enforced
  /// @param properties of the resource that has the policies
  RolePolicies(Roles roles, Properties properties) {
    this.roles = roles;
    this.properties = properties;
  }

  /// The role that SAM makes for a function.
  void attachToFunction(String role, List<MappingConfig> mappings) {
    refuseBoundary();
    attachManaged(role, "AWSLambdaBasicExecutionRole", "Policies");
    if (properties.text("Tracing").filter("Active"::equals).isPresent()) {
      attachManaged(role, "AWSXRayDaemonWriteAccess", "Policies");
    }
    if (properties.raw("VpcConfig").isPresent()) {
      attachManaged(role, "AWSLambdaVPCAccessExecutionRole", "Policies");
    }
    for (var mapping : mappings) {
      var isKinesis = mapping.streamArn().contains(":kinesis:");
      attachManaged(
          role,
          isKinesis ? "AWSLambdaKinesisExecutionRole" : "AWSLambdaDynamoDBExecutionRole",
          "Events");
      mapping.onFailure().ifPresent(arn -> roles.attach(role, toReport(arn)));
    }
    properties
        .raw("Policies")
        .map(policies -> policies instanceof List<?> list ? list : List.of(policies))
        .ifPresent(policies -> {
          for (var i = 0; i < policies.size(); i++) {
            attach(role, policies.get(i), "Policies/" + i);
          }
        });
  }

  /// @throws TemplateException if a function's role is none of the template's
  void checkRole(String roleArn) {
    if (!roles.has(roleArn.substring(roleArn.lastIndexOf('/') + 1))) {
      throw properties.wrong("Role", "a role of this template where IAM is enforced", roleArn);
    }
  }

  /// What `AWS::IAM::Role` has.
  void attachToRole(String role) {
    refuseBoundary();
    roles.create(role);
    properties
        .texts("ManagedPolicyArns")
        .forEach(arn -> attachManaged(role, arn, "ManagedPolicyArns"));
    for (var policy : properties.objects("Policies")) {
      roles.attach(role, document(policy));
    }
  }

  /// What `AWS::IAM::Policy` and `AWS::IAM::ManagedPolicy` have.
  Policy attachToNamed() {
    var policy = document(properties);
    for (var role : properties.texts("Roles")) {
      if (!roles.has(role)) {
        throw properties.wrong("Roles", "roles of this template", role);
      }
      roles.attach(role, policy);
    }
    return policy;
  }

  private void attach(String role, Object policy, String name) {
    var path = properties.path() + "/" + name;
    switch (policy) {
      case String managed -> attachManaged(role, managed, name);
      case Map<?, ?> document when document.containsKey("Statement") ->
          roles.attach(role, Policy.of(document, path));
      case Map<?, ?> template -> {
        var named = template.entrySet().iterator().next();
        roles.attach(
            role,
            PolicyTemplates.expand(
                String.valueOf(named.getKey()),
                named.getValue(),
                Map.of("AWS::Region", roles.region(), "AWS::AccountId", roles.account()),
                path));
      }
      default -> throw properties.wrong(name, "a policy", policy);
    }
  }

  private void attachManaged(String role, String nameOrArn, String name) {
    var policy = roles.managed(nameOrArn);
    roles.attach(
        role,
        policy.orElseThrow(() ->
            properties.wrong(
                name,
                "managed policies of this template or of %s, others cannot be enforced here"
                    .formatted(new TreeSet<>(ManagedPolicies.names())),
                nameOrArn)));
  }

  /// What SAM allows for a failure destination.
  private static Policy toReport(String arn) {
    var statements =
        switch (DestinationArn.parse(arn).kind()) {
          case SQS -> Stream.of(allow("sqs:SendMessage", arn));
          case SNS -> Stream.of(allow("sns:Publish", arn));
          case S3 -> Stream.of(allow("s3:PutObject", arn + "/*"), allow("s3:ListBucket", arn));
        };
    return Policy.of(Map.of("Statement", statements.toList()), "DestinationConfig");
  }

  private static Map<String, String> allow(String action, String resource) {
    return Map.of("Effect", "Allow", "Action", action, "Resource", resource);
  }

  private static Policy document(Properties policy) {
    var document =
        policy
            .raw("PolicyDocument")
            .orElseThrow(() -> policy.wrong("PolicyDocument", "given", "missing"));
    return Policy.of(document, policy.path() + "/PolicyDocument");
  }

  private void refuseBoundary() {
    properties.refuse("permissions boundaries are not enforced", "PermissionsBoundary");
  }
}
