package dev.millrace.local.stack;

import dev.millrace.local.Checkpoint;
import dev.millrace.local.cloudformation.CloudFormationServer;
import dev.millrace.local.cloudwatch.CloudWatchServer;
import dev.millrace.local.cognito.CognitoServer;
import dev.millrace.local.data.DataDirectory;
import dev.millrace.local.faults.Faults;
import dev.millrace.local.firehose.FirehoseServer;
import dev.millrace.local.firehose.Neighbours;
import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.gateway.Route;
import dev.millrace.local.glue.GlueServer;
import dev.millrace.local.iam.Authorization;
import dev.millrace.local.iam.Roles;
import dev.millrace.local.kinesis.KinesisServer;
import dev.millrace.local.kinesis.Quotas;
import dev.millrace.local.lambda.FunctionConfig;
import dev.millrace.local.lambda.FunctionLogs;
import dev.millrace.local.lambda.Functions;
import dev.millrace.local.lambda.FunctionsOptions;
import dev.millrace.local.lambda.LambdaApi;
import dev.millrace.local.mapping.EventSourceMappings;
import dev.millrace.local.mapping.FailureDestinations;
import dev.millrace.local.mapping.MappingConfig;
import dev.millrace.local.mapping.PositionFiles;
import dev.millrace.local.mapping.PositionStore;
import dev.millrace.local.mapping.StreamClients;
import dev.millrace.local.mapping.StreamSignals;
import dev.millrace.local.mapping.api.MappingsApi;
import dev.millrace.local.opensearch.OpenSearchDomains;
import dev.millrace.local.services.DynamoDbService;
import dev.millrace.local.services.S3Service;
import dev.millrace.local.services.SqsService;
import dev.millrace.local.sns.SnsServer;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/// Everything that runs behind one gateway, in the order in which it depends on each other.
final class Services implements AutoCloseable {

  /// Objects go with the stack, so that one seed never makes two keys meet.
  private static final long OBJECT_KEY_SEED = 1;

  /// How often a condition is looked at that nothing announces.
  private static final Duration RECHECK = Duration.ofMillis(100);

  private final Deque<AutoCloseable> running = new ArrayDeque<>();

  /// What makes the way back for each part, in the order in which they depend on each other.
  private final List<Supplier<Checkpoint>> checkpoints = new ArrayList<>();

  private final Activity activity = new Activity();
  private final Holdings holdings;
  private final Gateway gateway;
  private final SdkClients clients;
  private final FunctionLogs logs;
  private final Functions functions;
  private final LambdaApi lambda;
  private final Map<String, String> roles = new ConcurrentHashMap<>();
  private final EventSourceMappings mappings;
  private final OpenSearchDomains domains;
  private final Optional<KinesisServer> kinesis;
  private final FirehoseServer firehose;
  private final SnsServer sns;
  private final CognitoServer cognito;
  private final CloudFormationServer cloudFormation = new CloudFormationServer();
  private final Faults faults;
  private final OutsideServices outside;
  private final Optional<Roles> iam;

  private Services(StackOptions options) {
    outside = options.outside();
    iam =
        options.enforcedIam()
            ? Optional.of(new Roles(Stack.ACCOUNT, Stack.REGION))
            : Optional.empty();
    keep(options.clock());
    try {
      OutsideGate.check(outside);
      var data = options.data().map(path -> keep(DataDirectory.open(path)));
      data.ifPresent(directory -> keep(KeptClock.start(options.clock(), directory)));
      holdings = keep(Holdings.of(data));
      var signals = new StreamSignals();
      gateway = keep(Gateway.open(options.port(), options.clock()));
      clients = keep(SdkClients.own(gateway.endpoint(), outside));
      faults =
          keep(
              new Faults(
                  options.clock(),
                  clients.kinesis(),
                  OutsideCredentials.FUNCTION_KEY,
                  OutsideCredentials.OWN_KEY));
      gateway.intercept(faults::intercept);
      var authorization = iam.map(Authorization::new);
      authorization.ifPresent(each -> gateway.intercept(each::intercept));
      var acting = authorization.map(each -> new ActingRoles(each, clients));
      checkpoints.add(faults::checkpoint);
      var cloudWatch = new CloudWatchServer(options.clock());
      var metrics = cloudWatch.metrics();
      cloudWatch.addTo(gateway);
      checkpoints.add(cloudWatch::checkpoint);
      kinesis =
          embeds(AwsService.KINESIS)
              ? Optional.of(keep(kinesis(options, data, signals)))
              : Optional.empty();
      kinesis.ifPresent(embedded -> {
        gateway.add(embedded.service(metrics));
        gateway.add(embedded.ownService(metrics));
        checkpoints.add(embedded::checkpoint);
      });
      logs = keep(new FunctionLogs(options.clock(), FunctionLogs.DEFAULT_CAPACITY, options.logs()));
      logs.subscribe(event -> cloudWatch.printed(event.function(), event.message()));
      logs.subscribe(_ -> activity.changed());
      checkpoints.add(logs::checkpoint);
      functions =
          keep(
              Functions.open(
                  FunctionsOptions.of(options.functions(), gateway::endpoint, logs)
                      .with(
                          outside.variables(), OutsideCredentials.ofFunctions(outside, this::role))
                      .with(metrics)
                      .with(faults::befall)));
      lambda = new LambdaApi(functions, options.clock(), activity::changed);
      gateway.add(lambda.route());
      checkpoints.add(lambda::checkpoint);
      gateway.add(OutsideGate.route(outside));
      var objects = embed(gateway, data, signals);
      var glue =
          keep(
              new GlueServer(
                  options.clock(), Stack.ACCOUNT, data.map(in -> in.file("glue.journal"))));
      checkpoints.add(glue::checkpoint);
      domains =
          keep(
              new OpenSearchDomains(
                  data.map(in -> in.file("opensearch")), Stack.REGION, Stack.ACCOUNT));
      checkpoints.add(domains::checkpoint);
      firehose =
          keep(
              new FirehoseServer(
                  options.clock(),
                  neighbours(acting, glue, signals),
                  activity,
                  Stack.REGION,
                  Stack.ACCOUNT,
                  OBJECT_KEY_SEED,
                  data.map(in -> in.file("firehose.journal"))));
      checkpoints.add(firehose::checkpoint);
      mappings =
          keep(
              new EventSourceMappings(
                  options.clock(),
                  functions,
                  acting
                      .<Function<MappingConfig, StreamClients>>map(each -> each::streams)
                      .orElse(_ -> streams()),
                  acting
                      .map(ActingRoles::destinations)
                      .orElseGet(() ->
                          new FailureDestinations(clients.sqs(), clients.sns(), clients.s3())),
                  signals,
                  activity,
                  data.<PositionStore>map(in -> PositionFiles.in(in.folder("mappings")))
                      .orElseGet(PositionStore::none),
                  metrics,
                  faults::forgets));
      sns =
          keep(
              new SnsServer(
                  options.clock(),
                  activity,
                  clients.sqs(),
                  Stack.REGION,
                  Stack.ACCOUNT,
                  data.map(in -> in.file("sns.journal"))));
      if (embeds(AwsService.SNS)) {
        gateway.add(sns.service());
        sns.resume();
        checkpoints.add(sns::checkpoint);
      }
      checkpoints.add(mappings::checkpoint);
      gateway.add(MappingsApi.route(mappings, functions, this::role));
      objects.ifPresent(gateway::add);
      if (embeds(AwsService.GLUE)) {
        gateway.add(glue.service());
      }
      if (embeds(AwsService.FIREHOSE)) {
        gateway.add(firehose.service(metrics));
        firehose.resume();
      }
      gateway.add(logs.service(Stack.REGION, Stack.ACCOUNT));
      cognito =
          keep(
              new CognitoServer(
                  options.clock(), Stack.REGION, data.map(in -> in.file("cognito.journal"))));
      gateway.add(cognito.service());
      gateway.add(cloudFormation.service());
      checkpoints.add(cognito::checkpoint);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  static Services start(StackOptions options) {
    return new Services(options);
  }

  private StreamClients streams() {
    return new StreamClients(clients.kinesis(), clients::kinesisAsync, clients.dynamoDbStreams());
  }

  private Neighbours neighbours(
      Optional<ActingRoles> acting, GlueServer glue, StreamSignals signals) {
    return acting
        .map(each ->
            new Neighbours(
                each::s3,
                each::kinesis,
                glue,
                functions,
                domains::endpoint,
                signals,
                each.access()))
        .orElseGet(() ->
            new Neighbours(
                clients.s3(), clients.kinesis(), glue, functions, domains::endpoint, signals));
  }

  /// The roles whose policies are enforced; empty if everybody may do everything.
  Optional<Roles> iam() {
    return iam;
  }

  Gateway gateway() {
    return gateway;
  }

  SdkClients clients() {
    return clients;
  }

  FunctionLogs logs() {
    return logs;
  }

  Functions functions() {
    return functions;
  }

  boolean isOutside(AwsService service) {
    return !embeds(service);
  }

  /// Makes a function callable, and known to mappings that the API makes.
  void register(FunctionConfig function, String role) {
    roles.put(function.name(), role);
    functions.register(function);
  }

  EventSourceMappings mappings() {
    return mappings;
  }

  Holdings holdings() {
    return holdings;
  }

  OpenSearchDomains domains() {
    return domains;
  }

  Faults faults() {
    return faults;
  }

  CloudFormationServer cloudFormation() {
    return cloudFormation;
  }

  CognitoServer cognito() {
    return cognito;
  }

  /// Empty if streams are outside of the stack.
  Optional<KinesisServer> kinesis() {
    return kinesis;
  }

  FirehoseServer firehose() {
    return firehose;
  }

  /// How many messages topics have not delivered yet.
  int undelivered() {
    return sns.undelivered();
  }

  /// Waits until nothing is under way anywhere; false if that takes longer.
  boolean awaitIdle(Duration atMost) throws InterruptedException {
    return activity.awaitStill(
        () -> lambda.idle() && mappings.idle() && firehose.idle() && sns.idle(), atMost);
  }

  /// Waits until a condition holds; false if it does not within the time.
  boolean await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
    return activity.await(condition, RECHECK, atMost);
  }

  /// The way back to how everything is now.
  Checkpoint checkpoint(StackClock clock) {
    var time = clock.checkpoint();
    var parts = checkpoints.stream().map(Supplier::get).toList();
    return () -> {
      // once before, so that no alarm begins something, and once after, for alarms set meanwhile
      time.restore();
      parts.reversed().forEach(Checkpoint::halt);
      time.restore();
      parts.forEach(Checkpoint::restore);
      activity.changed();
    };
  }

  private String role(String function) {
    return Objects.requireNonNull(roles.get(function), () -> "no role of " + function);
  }

  /// The libraries take most of the start-up time, so they start side by side.
  ///
  /// @return the route of S3, which takes whatever no route before it takes
  private Optional<Route> embed(
      Gateway gateway, Optional<DataDirectory> data, StreamSignals signals) {
    var dynamoDb =
        starting(
            AwsService.DYNAMODB,
            () ->
                data.map(in -> DynamoDbService.start(in.folder("dynamodb"), Stack.REGION, signals))
                    .orElseGet(() -> DynamoDbService.start(Stack.REGION, signals)));
    var port = gateway.port();
    var sqs =
        starting(
            AwsService.SQS,
            () ->
                data.map(in ->
                        SqsService.start(in.file("sqs.journal"), port, Stack.REGION, Stack.ACCOUNT))
                    .orElseGet(() -> SqsService.start(port, Stack.REGION, Stack.ACCOUNT)));
    var s3 =
        starting(
            AwsService.S3,
            () -> data.map(in -> S3Service.start(in.folder("s3"))).orElseGet(S3Service::start));
    dynamoDb.ifPresent(service -> {
      var started = started(service);
      gateway.add(started.route());
      checkpoints.add(started::checkpoint);
    });
    sqs.ifPresent(service -> {
      var started = started(service);
      gateway.add(started.route());
      checkpoints.add(started::checkpoint);
    });
    return s3.map(service -> {
      var started = started(service);
      checkpoints.add(started::checkpoint);
      return started.route();
    });
  }

  private boolean embeds(AwsService service) {
    return outside.url(service).isEmpty();
  }

  private static KinesisServer kinesis(
      StackOptions options, Optional<DataDirectory> data, StreamSignals signals) {
    var clock = options.clock();
    var quotas = options.quotas() ? Quotas.enforced() : Quotas.none();
    return data.map(in ->
            KinesisServer.open(
                in.file("kinesis.journal"),
                clock,
                Stack.REGION,
                Stack.ACCOUNT,
                signals::published,
                quotas))
        .orElseGet(() ->
            new KinesisServer(clock, Stack.REGION, Stack.ACCOUNT, signals::published, quotas));
  }

  private <T> Optional<CompletableFuture<T>> starting(AwsService service, Supplier<T> start) {
    return embeds(service)
        ? Optional.of(CompletableFuture.supplyAsync(start, task -> Thread.ofPlatform().start(task)))
        : Optional.empty();
  }

  private <T extends AutoCloseable> T started(CompletableFuture<T> service) {
    try {
      return keep(service.join());
    } catch (CompletionException e) {
      throw new IllegalStateException("a local service does not start: " + e.getCause(), e);
    }
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    running.push(closeable);
    return closeable;
  }

  /// Stops everything, the latest first; a failure to stop one does not keep the others running.
  @Override
  public void close() {
    var failures = new IllegalStateException("the stack did not stop cleanly");
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        failures.addSuppressed(e);
      }
    }
    if (failures.getSuppressed().length > 0) {
      throw failures;
    }
  }
}
