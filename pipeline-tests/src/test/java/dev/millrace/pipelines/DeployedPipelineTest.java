package dev.millrace.pipelines;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/// The contract on a stack that is deployed: `mvn verify -Paws -Dstack=NAME [-Dregion=REGION]
/// [-Dendpoint=URL]`.
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(Outcomes.class)
class DeployedPipelineTest extends PipelineContract {

  private @Nullable AwsCalls aws;
  private @Nullable StackNames names;

  DeployedPipelineTest() {
    super(Run.unique());
  }

  @BeforeAll
  void find() {
    var stack = System.getProperty("stack");
    if (stack == null) {
      Outcomes.abort("no deployed stack: it takes mvn verify -Paws -Dstack=NAME");
    }
    var endpoint = Optional.ofNullable(System.getProperty("endpoint")).map(URI::create);
    aws = endpoint.isPresent() ? elsewhere(endpoint) : amazon();
    names = StackNames.of(stack, aws);
  }

  private static AwsCalls amazon() {
    var region =
        Optional.ofNullable(System.getProperty("region"))
            .map(Region::of)
            .orElseGet(() -> new DefaultAwsRegionProviderChain().getRegion());
    return new AwsCalls(region, Optional.empty(), DefaultCredentialsProvider.builder().build());
  }

  private static AwsCalls elsewhere(Optional<URI> endpoint) {
    return new AwsCalls(
        Region.of(System.getProperty("region", "us-east-1")),
        endpoint,
        StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
  }

  @Override
  Backend deploy(Map<String, String> parameters) {
    if (aws == null || names == null) {
      throw new IllegalStateException("no stack has been found");
    }
    if (!parameters.equals(USUAL)) {
      var others = new TreeMap<>(parameters);
      others.entrySet().removeAll(names.parameters().entrySet());
      if (!others.isEmpty()) {
        var has = new TreeMap<>(names.parameters());
        has.keySet().retainAll(others.keySet());
        Assumptions.abort("needs %s, the stack has %s".formatted(others, has));
      }
    }
    return new DeployedBackend(aws, names, run());
  }
}
