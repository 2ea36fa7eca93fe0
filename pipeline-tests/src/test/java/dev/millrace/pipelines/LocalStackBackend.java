package dev.millrace.pipelines;

import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.stack.AwsService;
import dev.millrace.local.stack.OutsideServices;
import dev.millrace.local.stack.SdkClients;
import dev.millrace.local.stack.Stack;
import dev.millrace.local.stack.StackOptions;
import dev.millrace.local.time.StackClock;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The template with LocalStack's services, and our mappings and functions.
///
/// Every deployment has names of its own, and deletes what it made.
final class LocalStackBackend implements StackBackend {

  private static final Duration PATIENCE = Duration.ofMinutes(6);

  private final Stack stack;
  private final SdkClients clients;
  private final URI url;
  private final Run run;
  private final boolean firehose;

  /// @param firehose whether LocalStack delivers, too: it starts a JVM per source, for half a
  ///   minute
  LocalStackBackend(URI url, Map<String, String> parameters, Run run, boolean firehose) {
    this.url = url;
    this.run = run;
    this.firehose = firehose;
    var services = services(url, firehose);
    stack =
        Stack.start(
            new StackOptions(
                    new LocalStackTemplate(run, firehose).write(),
                    parameters,
                    run.name("millrace"),
                    0,
                    FunctionMode.IN_PROCESS,
                    StackClock.ticking(),
                    Optional.empty())
                .with(services));
    clients = new SdkClients(stack.endpoint(), services);
  }

  private static OutsideServices services(URI url, boolean firehose) {
    var urls = new EnumMap<AwsService, URI>(AwsService.class);
    for (var service :
        List.of(AwsService.DYNAMODB, AwsService.KINESIS, AwsService.S3, AwsService.SQS)) {
      urls.put(service, url);
    }
    if (firehose) {
      urls.put(AwsService.FIREHOSE, url);
    }
    return new OutsideServices(urls);
  }

  @Override
  public Stack stack() {
    return stack;
  }

  @Override
  public SdkClients clients() {
    return clients;
  }

  @Override
  public void eventually(Runnable checks) {
    RealTime.eventually(checks, PATIENCE);
  }

  @Override
  public Optional<String> lacks(Ability ability) {
    if (!firehose) {
      return Optional.empty();
    }
    return Optional.of(
        switch (ability) {
          case PREFIXES -> "LocalStack's Firehose takes prefixes literally";
          case DELIMITERS -> "LocalStack's Firehose knows no AppendDelimiterToRecord";
          case PARQUET -> "LocalStack's Firehose converts no formats, and there is no Glue";
        });
  }

  @Override
  public void close() {
    stack.close();
    var leftovers = new Leftovers(run, clients);
    if (firehose) {
      leftovers.deleteDeliveries(url);
    }
    leftovers.delete();
    clients.close();
  }
}
