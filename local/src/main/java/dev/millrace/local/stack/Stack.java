package dev.millrace.local.stack;

import dev.millrace.local.firehose.DeliveryStatus;
import dev.millrace.local.lambda.FunctionConfig;
import dev.millrace.local.lambda.FunctionLogs;
import dev.millrace.local.mapping.MappingConfig;
import dev.millrace.local.mapping.MappingStatus;
import dev.millrace.local.stack.Resolver.Physical;
import dev.millrace.local.time.StackClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// A template that runs: its services on one loopback port, its resources created, its functions
/// fed by their event source mappings.
public final class Stack implements AutoCloseable {

  /// Every ARN's region, as the local services know it.
  public static final String REGION = "us-east-1";

  /// Every ARN's account.
  public static final String ACCOUNT = "000000000000";

  private final StackOptions options;
  private final Services services;
  private final Map<String, Physical> resources = new LinkedHashMap<>();
  private final Map<String, Object> outputs = new LinkedHashMap<>();

  private Stack(StackOptions options, Services services) {
    this.options = options;
    this.services = services;
  }

  /// Starts everything and returns when every mapping reads its stream.
  ///
  /// @throws TemplateException if the template asks for something that cannot be done here; nothing
  ///   is left running
  /// @throws dev.millrace.local.opensearch.OpenSearchException if the template has a domain and
  ///   OpenSearch does not start
  /// @throws EndpointException if a service outside of the stack cannot be used
  /// @throws dev.millrace.local.data.DataException if the data directory cannot be used
  public static Stack start(StackOptions options) {
    var template = Template.read(options.template());
    var parameters = TemplateParameters.values(template.parameters(), options.parameters());
    template.resources().forEach(ResourceTypes::of);
    var services = Services.start(options);
    var stack = new Stack(options, services);
    try {
      stack.deploy(template, parameters);
      return stack;
    } catch (RuntimeException e) {
      services.close();
      throw e;
    }
  }

  /// The value for `AWS_ENDPOINT_URL`.
  public URI endpoint() {
    return services.gateway().endpoint();
  }

  /// The time of everything in the stack.
  public StackClock clock() {
    return options.clock();
  }

  /// What functions print.
  public FunctionLogs logs() {
    return services.logs();
  }

  /// The event source mappings, as they stand.
  public List<MappingStatus> mappings() {
    return services.mappings().statuses();
  }

  /// The delivery streams, as they stand.
  public List<DeliveryStatus> deliveries() {
    return services.firehose().statuses();
  }

  /// Where OpenSearch answers for every domain; nothing if there is none.
  public Optional<URI> openSearch() {
    return services.domains().endpoint();
  }

  /// What `Ref` gives for a resource.
  ///
  /// @throws IllegalArgumentException if the template has no such resource
  public String ref(String logicalId) {
    var resource = resources.get(logicalId);
    if (resource == null) {
      throw new IllegalArgumentException(
          "the template has no resource " + logicalId + ", it has " + resources.keySet());
    }
    return resource.ref();
  }

  /// The template's outputs by name.
  public Map<String, Object> outputs() {
    return Map.copyOf(outputs);
  }

  /// Lets everything happen that would ever happen without new input: waits until nothing is under
  /// way, skips the clock to the next alarm, and so on until no alarm is left.
  ///
  /// @param patience how long this may take, in real time
  /// @throws IllegalStateException if something is still under way then; the message says what.
  ///   Also if records come from outside of the stack, whose clock nobody here can skip
  public void drain(Duration patience) {
    if (options.outside().stampsRecords()) {
      throw new IllegalStateException(
          "the clock cannot be skipped, for records come from outside of the stack: "
              + options.outside().urls());
    }
    var deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      awaitIdle(deadline, patience);
      var next = clock().nextAlarm();
      if (next.isEmpty()) {
        return;
      }
      clock().advance(ahead(next.get()));
    }
  }

  private Duration ahead(Instant alarm) {
    var ahead = Duration.between(clock().instant(), alarm);
    return ahead.isNegative() ? Duration.ZERO : ahead;
  }

  private void awaitIdle(long deadline, Duration patience) {
    try {
      if (!services.awaitIdle(Duration.ofNanos(deadline - System.nanoTime()))) {
        throw new IllegalStateException(
            "still busy after " + patience + ": " + mappings() + " " + deliveries());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the stack", e);
    }
  }

  /// Stops everything and frees the port. What is still in memory is gone; what is in the data
  /// directory is there for the next stack.
  @Override
  public void close() {
    services.close();
  }

  private void deploy(Template template, Map<String, Object> parameters) {
    var names = new LinkedHashMap<>(parameters);
    names.put("AWS::AccountId", ACCOUNT);
    names.put("AWS::Partition", "aws");
    names.put("AWS::Region", REGION);
    names.put("AWS::StackName", options.stackName());
    names.put("AWS::StackId", stackId());
    names.put("AWS::URLSuffix", "amazonaws.com");
    var resolver =
        new Resolver(
            new Resolver.Scope(names, template.mappings(), template.conditions(), resources));
    if (options.openSearch()) {
      services.domains().create(options.stackName());
    }
    var mappings = new ArrayList<Mapping>();
    var context =
        new ResourceType.Context(
            options.stackName(),
            REGION,
            ACCOUNT,
            new AwsApi(endpoint(), options.outside()),
            new Target(services, folder(options.template()), mappings));
    for (var resource : template.resources()) {
      if (resource.condition().isEmpty()
          || resolver.condition(resource.condition(), resource.logicalId())) {
        resources.put(resource.logicalId(), create(resource, template, resolver, context));
      }
    }
    mappings.forEach(each -> services.mappings().create(each.config(), each.enabled()));
    services.mappings().restore();
    template.outputs().forEach((name, output) -> outputs.put(name, output(name, output, resolver)));
  }

  private Physical create(
      Template.Resource resource,
      Template template,
      Resolver resolver,
      ResourceType.Context context) {
    var path = "Resources/" + resource.logicalId() + "/Properties";
    var properties =
        resource.type().equals("AWS::Serverless::Function")
            ? Globals.merge(template.functionGlobals(), resource.properties())
            : resource.properties();
    var resolved = new LinkedHashMap<String, Object>();
    if (resolver.resolve(properties, path) instanceof Map<?, ?> map) {
      map.forEach((name, value) -> resolved.put(String.valueOf(name), value));
    }
    try {
      return ResourceTypes.of(resource)
          .create(resource.logicalId(), new Properties(path, resolved), context);
    } catch (AwsApi.Refused | IllegalArgumentException e) {
      throw new TemplateException(
          "Resources/" + resource.logicalId() + " cannot be created: " + e.getMessage(), e);
    }
  }

  private static Object output(String name, Object output, Resolver resolver) {
    var value = output instanceof Map<?, ?> map ? map.get("Value") : null;
    return resolver.resolve(
        Objects.requireNonNull(value, () -> "Outputs/" + name + "/Value is required"),
        "Outputs/" + name);
  }

  private String stackId() {
    return "arn:aws:cloudformation:%s:%s:stack/%s/local"
        .formatted(REGION, ACCOUNT, options.stackName());
  }

  private static Path folder(Path template) {
    return Objects.requireNonNullElse(template.toAbsolutePath().getParent(), Path.of("/"));
  }

  private record Mapping(MappingConfig config, boolean enabled) {}

  private record Target(Services services, Path templateFolder, List<Mapping> mappings)
      implements Deployment {

    @Override
    public Holdings holdings() {
      return services.holdings();
    }

    @Override
    public void createBucket(String name) {
      var s3 = services.clients().s3();
      holdings()
          .ensure(
              new Holdings.Lasting(
                  "BucketName",
                  "AWS::S3::Bucket",
                  name,
                  Map.of(),
                  () -> s3.listBuckets().buckets().stream().anyMatch(b -> b.name().equals(name)),
                  () -> makeBucket(name),
                  Map.of()));
    }

    private void makeBucket(String name) {
      try {
        services.clients().s3().createBucket(bucket -> bucket.bucket(name));
      } catch (BucketAlreadyOwnedByYouException e) {
        if (!services.isOutside(AwsService.S3)) {
          throw e;
        }
      } catch (S3Exception e) {
        throw new IllegalArgumentException("bucket " + name + ": " + e.getMessage(), e);
      }
    }

    @Override
    public DomainResource.Domain createDomain(String name) {
      var arn = services.domains().create(name);
      return new DomainResource.Domain(arn, services.domains().endpoint(arn).orElseThrow());
    }

    @Override
    public void createFunction(FunctionConfig function, String role) {
      services.register(function, role);
    }

    @Override
    public void createMapping(MappingConfig mapping, boolean enabled) {
      mappings.add(new Mapping(mapping, enabled));
    }
  }
}
