package dev.millrace.local.stack;

import dev.millrace.local.Checkpoint;
import dev.millrace.local.cognito.CognitoServer;
import dev.millrace.local.faults.Faults;
import dev.millrace.local.firehose.DeliveryDetail;
import dev.millrace.local.firehose.DeliveryStatus;
import dev.millrace.local.gateway.Route;
import dev.millrace.local.iam.Roles;
import dev.millrace.local.kinesis.KinesisServer;
import dev.millrace.local.kinesis.SeenRecord;
import dev.millrace.local.kinesis.StreamStatus;
import dev.millrace.local.lambda.FunctionConfig;
import dev.millrace.local.lambda.FunctionLogs;
import dev.millrace.local.mapping.MappingConfig;
import dev.millrace.local.mapping.MappingDetail;
import dev.millrace.local.mapping.MappingStatus;
import dev.millrace.local.stack.Resolver.Physical;
import dev.millrace.local.time.StackClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sns.SnsClient;

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
  private final Map<String, String> types = new HashMap<>();
  private final Map<String, Object> outputs = new LinkedHashMap<>();
  private final List<FlinkApplication> applications = new ArrayList<>();

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
  /// @throws EndpointException if a service outside of the stack cannot be used, or faults are to
  ///   be injected into a stack that has one
  /// @throws dev.millrace.local.data.DataException if the data directory cannot be used
  public static Stack start(StackOptions options) {
    if (!options.faults().rules().isEmpty() && !options.outside().isEmpty()) {
      throw new EndpointException(noFaults(options));
    }
    if (options.enforcedIam() && !options.outside().isEmpty()) {
      throw new EndpointException(
          "IAM cannot be enforced by a stack that takes services from outside, whose calls do not"
              + " come through here, it takes "
              + options.outside().urls());
    }
    var template = Template.read(options);
    template.resources().forEach(ResourceTypes::of);
    var services = Services.start(options);
    var stack = new Stack(options, services);
    try {
      stack.deploy(template);
      services.faults().set(options.faults());
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

  /// The event source mappings with all that can be seen of them.
  public List<MappingDetail> mappingDetails() {
    return services.mappings().details();
  }

  /// The delivery streams with where their records come from and go to.
  public List<DeliveryDetail> deliveryDetails() {
    return services.firehose().details();
  }

  /// The Kinesis streams, as they stand; none of those outside of the stack.
  public List<StreamStatus> streams() {
    return services.kinesis().map(KinesisServer::statuses).orElse(List.of());
  }

  /// The latest records of a shard, oldest first; none if the stack has no such shard.
  ///
  /// @param most how many
  public List<SeenRecord> latest(String stream, String shardId, int most) {
    return services
        .kinesis()
        .map(kinesis -> kinesis.latest(stream, shardId, most))
        .orElse(List.of());
  }

  /// The settings of the functions.
  public List<FunctionConfig> functionConfigs() {
    return services.functions().list();
  }

  /// The stack's own clients of its services: nobody's quota, no fault and no policy stops them.
  public SdkClients clients() {
    return services.clients();
  }

  /// Has a part of the gateway's requests answered by something that is no service of AWS.
  public void add(Route route) {
    services.gateway().addFirst(route);
  }

  /// What the stack is called.
  public String name() {
    return options.stackName();
  }

  /// What goes wrong on purpose.
  ///
  /// @throws IllegalStateException if the stack takes services from outside, whose calls do not
  ///   come through here
  public Faults faults() {
    if (!options.outside().isEmpty()) {
      throw new IllegalStateException(noFaults(options));
    }
    return services.faults();
  }

  /// The roles of the template, if their policies are enforced.
  public Optional<Roles> iam() {
    return services.iam();
  }

  private static String noFaults(StackOptions options) {
    return "faults cannot be injected into a stack that takes services from outside, it takes "
        + options.outside().urls();
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

  /// What `Ref` gives for each resource, by logical id.
  public Map<String, String> resources() {
    var refs = new LinkedHashMap<String, String>();
    resources.forEach((logicalId, resource) -> refs.put(logicalId, resource.ref()));
    return refs;
  }

  /// The names of the functions.
  public List<String> functions() {
    return services.functions().list().stream().map(FunctionConfig::name).toList();
  }

  /// The Flink applications of the template, which nobody has started.
  public List<FlinkApplication> applications() {
    return List.copyOf(applications);
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

  /// Waits until nothing is under way: only new records or a later time can make anything happen.
  ///
  /// @param patience how long this may take, in real time
  /// @throws IllegalStateException if something still is then; the message says what
  public void awaitIdle(Duration patience) {
    awaitIdle(System.nanoTime() + patience.toNanos(), patience);
  }

  private Duration ahead(Instant alarm) {
    var ahead = Duration.between(clock().instant(), alarm);
    return ahead.isNegative() ? Duration.ZERO : ahead;
  }

  private void awaitIdle(long deadline, Duration patience) {
    try {
      if (!services.awaitIdle(Duration.ofNanos(deadline - System.nanoTime()))) {
        throw new IllegalStateException(
            "still busy after %s: %s %s, %d messages of topics under way"
                .formatted(patience, mappings(), deliveries(), services.undelivered()));
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting for the stack", e);
  }

  /// Waits until a condition holds. It is looked at whenever something happens in the stack, and
  /// ten times a second besides.
  ///
  /// @param atMost in real time
  /// @return whether it holds
  public boolean await(BooleanSupplier condition, Duration atMost) {
    try {
      return services.await(condition, atMost);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// The way back to how the stack is made now, for tests that share one: the same resources with
  /// nothing in them, mappings at their starting positions, empty logs in memory, no faults, the
  /// clock at today's skip.
  ///
  /// Nothing of before arrives later: mappings, deliveries and asynchronous events end first, and
  /// invocations under way get two seconds to. Execution environments are kept, as between two
  /// invocations on Lambda, with what functions hold in static fields. What goes on from outside of
  /// the stack (a thread of a test, or one that a function left behind) is not stopped.
  ///
  /// @throws IllegalStateException if state is kept in a directory or outside of the stack
  public Checkpoint checkpoint() {
    if (options.data().isPresent()) {
      throw new IllegalStateException(
          "a stack with a data directory cannot go back, it keeps its state in "
              + options.data().get());
    }
    if (!options.outside().urls().isEmpty()) {
      throw new IllegalStateException(
          "a stack that takes services from outside cannot go back, it takes "
              + options.outside().urls());
    }
    return services.checkpoint(clock());
  }

  /// Stops everything and frees the port. What is still in memory is gone; what is in the data
  /// directory is there for the next stack.
  @Override
  public void close() {
    services.close();
  }

  private void deploy(Template template) {
    var resolver = template.resolver(resources, options.gaps());
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
            new Target(
                services,
                Template.folder(options.template()),
                options.gaps(),
                resources,
                types,
                mappings,
                applications,
                new HashMap<>(),
                new HashMap<>()));
    for (var resource : template.resources()) {
      types.put(resource.logicalId(), resource.type());
      resources.put(resource.logicalId(), create(resource, resolver, context));
    }
    mappings.forEach(this::start);
    services.mappings().restore();
    template.outputs().forEach((name, output) -> outputs.put(name, output(name, output, resolver)));
    services
        .cloudFormation()
        .complete(StackDescription.of(options, template, resources, types, outputs));
  }

  private void start(Mapping mapping) {
    try {
      services.mappings().create(mapping.config(), mapping.enabled());
    } catch (IllegalArgumentException e) {
      throw new TemplateException(
          "the mapping of function "
              + mapping.config().functionName()
              + " cannot be created: "
              + e.getMessage(),
          e);
    }
  }

  private Physical create(
      Template.Resource resource, Resolver resolver, ResourceType.Context context) {
    var path = "Resources/" + resource.logicalId() + "/Properties";
    var resolved = new LinkedHashMap<String, Object>();
    if (resolver.resolve(resource.properties(), path) instanceof Map<?, ?> map) {
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

  private record Mapping(MappingConfig config, boolean enabled) {}

  private record Target(
      Services services,
      Path templateFolder,
      Gaps gaps,
      Map<String, Physical> resources,
      Map<String, String> types,
      List<Mapping> mappings,
      List<FlinkApplication> applications,
      Map<String, String> roles,
      Map<String, Path> layers)
      implements Deployment {

    @Override
    public Holdings holdings() {
      return services.holdings();
    }

    @Override
    public Optional<Roles> iam() {
      return services.iam();
    }

    @Override
    public SnsClient sns() {
      return services.clients().sns();
    }

    @Override
    public CognitoServer identityPools() {
      return services.cognito();
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
      roles.put(function.name(), role);
      services.register(function, role);
    }

    @Override
    public void createQualifier(String function, String qualifier) {
      services.functions().qualify(function, qualifier);
    }

    @Override
    public void generated(String logicalId, String type, Physical physical) {
      types.put(logicalId, type);
      resources.put(logicalId, physical);
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
      mappings.add(new Mapping(mapping, enabled));
    }
  }
}
