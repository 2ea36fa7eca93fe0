package dev.millrace.local.stack;

import dev.millrace.local.cognito.CognitoServer;
import dev.millrace.local.iam.Roles;
import dev.millrace.local.lambda.FunctionConfig;
import dev.millrace.local.mapping.MappingConfig;
import dev.millrace.local.stack.Resolver.Physical;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.services.sns.SnsClient;

/// What resources ask of the stack beyond calling an AWS API.
interface Deployment {

  /// The folder that relative paths of the template start from.
  Path templateFolder();

  /// What the data directory holds of the template's resources.
  default Holdings holdings() {
    return Holdings.of(Optional.empty());
  }

  /// What the template asks for and is not here.
  default Gaps gaps() {
    return Gaps.NONE;
  }

  /// The roles whose policies are enforced; empty if everybody may do everything.
  default Optional<Roles> iam() {
    return Optional.empty();
  }

  /// Adds what SAM makes together with a resource, for other resources to refer to.
  ///
  /// @param type such as `AWS::IAM::Role`
  void generated(String logicalId, String type, Physical physical);

  /// Where topics are made.
  SnsClient sns();

  /// Where identity pools are made.
  CognitoServer identityPools();

  /// Makes a bucket.
  void createBucket(String name);

  /// Makes an OpenSearch domain, and starts OpenSearch for the first.
  DomainResource.Domain createDomain(String name);

  /// Makes a function callable.
  ///
  /// @param role its execution role
  void createFunction(FunctionConfig function, String role);

  /// Makes a function callable by an alias, or by a version, too; both mean its code as it is.
  void createQualifier(String function, String qualifier);

  /// The execution role of a function that is made; empty if there is none of that name.
  Optional<String> role(String function);

  /// Makes a layer that functions can name.
  ///
  /// @param content a directory or archive
  void createLayer(String arn, Path content);

  /// The content of a layer that is made; empty if there is none.
  Optional<Path> layer(String arn);

  /// Remembers a Flink application, for whoever runs it.
  void createApplication(FlinkApplication application);

  /// Remembers a mapping; mappings start when every resource is there.
  ///
  /// @param enabled whether it reads
  void createMapping(MappingConfig mapping, boolean enabled);
}
