package dev.millrace.local.stack;

import dev.millrace.local.cognito.CognitoServer;
import dev.millrace.local.lambda.FunctionConfig;
import dev.millrace.local.mapping.MappingConfig;
import dev.millrace.local.stack.Resolver.Physical;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.sns.SnsClient;

/// A stack without services: notes what the resources of a template ask for.
final class FakeDeployment implements Deployment {

  final List<FunctionConfig> functions = new ArrayList<>();
  final List<MappingConfig> mappings = new ArrayList<>();
  final List<FlinkApplication> applications = new ArrayList<>();
  final List<String> qualified = new ArrayList<>();
  final Map<String, Physical> resources = new LinkedHashMap<>();
  private final Map<String, String> roles = new HashMap<>();
  private final Map<String, Path> layers = new HashMap<>();
  private final Path folder;
  private final Gaps gaps;

  FakeDeployment(Path folder, Gaps gaps) {
    this.folder = folder;
    this.gaps = gaps;
  }

  /// Creates the resources of a template, none of which may need a service.
  static FakeDeployment of(String yaml, Path folder, Gaps gaps) {
    var options = StackOptions.of(folder.resolve("template.yaml")).with(gaps);
    var template = Template.of(TemplateYaml.parse(yaml, "t"), options);
    var deployment = new FakeDeployment(folder, gaps);
    var resolver = template.resolver(deployment.resources, gaps);
    for (var resource : template.resources()) {
      var path = "Resources/" + resource.logicalId() + "/Properties";
      var values =
          Template.section(Map.of(path, resolver.resolve(resource.properties(), path)), path);
      deployment.resources.put(
          resource.logicalId(),
          ResourceTypes.of(resource)
              .create(resource.logicalId(), new Properties(path, values), deployment.context()));
    }
    return deployment;
  }

  ResourceType.Context context() {
    return new ResourceType.Context(
        "shop", Stack.REGION, Stack.ACCOUNT, new AwsApi(URI.create("http://127.0.0.1:1")), this);
  }

  String ref(String logicalId) {
    return Objects.requireNonNull(resources.get(logicalId), logicalId).ref();
  }

  @Override
  public DomainResource.Domain createDomain(String name) {
    throw new UnsupportedOperationException(name);
  }

  @Override
  public CognitoServer identityPools() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SnsClient sns() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path templateFolder() {
    return folder;
  }

  @Override
  public Gaps gaps() {
    return gaps;
  }

  @Override
  public void generated(String logicalId, String type, Physical physical) {
    resources.put(logicalId, physical);
  }

  @Override
  public void createBucket(String name) {
    throw new UnsupportedOperationException(name);
  }

  @Override
  public void createFunction(FunctionConfig function, String role) {
    functions.add(function);
    roles.put(function.name(), role);
  }

  @Override
  public void createQualifier(String function, String qualifier) {
    qualified.add(function + ":" + qualifier);
  }

  @Override
  public Optional<String> role(String function) {
    return Optional.ofNullable(roles.get(function));
  }

  @Override
  public void createLayer(String arn, Path content) {
    layers.put(arn, content);
  }

  @Override
  public Optional<Path> layer(String arn) {
    return Optional.ofNullable(layers.get(arn));
  }

  @Override
  public void createApplication(FlinkApplication application) {
    applications.add(application);
  }

  @Override
  public void createMapping(MappingConfig mapping, boolean enabled) {
    mappings.add(mapping);
  }
}
