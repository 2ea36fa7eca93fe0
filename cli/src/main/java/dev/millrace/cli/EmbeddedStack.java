package dev.millrace.cli;

import dev.millrace.cli.dashboard.Dashboard;
import dev.millrace.cli.live.Stage;
import dev.millrace.local.data.DataException;
import dev.millrace.local.firehose.DeliveryStatus;
import dev.millrace.local.gateway.PortInUseException;
import dev.millrace.local.mapping.MappingStatus;
import dev.millrace.local.opensearch.OpenSearchException;
import dev.millrace.local.stack.EndpointException;
import dev.millrace.local.stack.FlinkApplication;
import dev.millrace.local.stack.Stack;
import dev.millrace.local.stack.StackOptions;
import dev.millrace.local.stack.TemplateException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// The stack of this machine, as the command line sees it.
final class EmbeddedStack implements RunningStack {

  private final Stack stack;
  private final boolean faulty;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedStack(Stack stack, boolean faulty) {
    this.stack = stack;
    this.faulty = faulty;
  }

  static RunningStack start(StackOptions options, BiConsumer<String, String> log) {
    try {
      var stack = Stack.start(options);
      stack.logs().subscribe(event -> log.accept(event.function(), event.message()));
      Dashboard.add(stack);
      return new EmbeddedStack(stack, !options.faults().rules().isEmpty());
    } catch (TemplateException
        | PortInUseException
        | EndpointException
        | DataException
        | OpenSearchException e) {
      throw new StackException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public URI endpoint() {
    return stack.endpoint();
  }

  @Override
  public List<String> functions() {
    return stack.functions();
  }

  @Override
  public Optional<URI> openSearch() {
    return stack.openSearch();
  }

  @Override
  public Optional<URI> scoreSearch() {
    return stack.outputs().containsKey("ScoreSearchEndpoint")
        ? stack.openSearch()
        : Optional.empty();
  }

  @Override
  public List<FlinkApplication> applications() {
    return stack.applications();
  }

  @Override
  public Optional<String> quarantineBucket() {
    return stack.outputs().containsKey("QuarantineBucketName")
        ? Optional.of(stack.ref("QuarantineBucket"))
        : Optional.empty();
  }

  @Override
  public Optional<String> faults() {
    return faulty ? Optional.of(stack.faults().summary()) : Optional.empty();
  }

  @Override
  public String deliveryBucket() {
    return stack.ref("DeliveryBucket");
  }

  @Override
  public List<Stage> stages() {
    return Stream.concat(
            stack.mappings().stream().map(EmbeddedStack::stage),
            stack.deliveries().stream().map(EmbeddedStack::stage))
        .toList();
  }

  private static Stage stage(MappingStatus mapping) {
    return new Stage(
        mapping.functionName(),
        mapping.recordsRead(),
        mapping.invocations(),
        mapping.recordsResolved() - mapping.recordsDiscarded(),
        mapping.recordsDiscarded(),
        mapping.recordsBuffered());
  }

  private static Stage stage(DeliveryStatus delivery) {
    return new Stage(
        "Firehose " + delivery.name(),
        delivery.recordsIn(),
        delivery.objectsWritten(),
        delivery.recordsDelivered(),
        delivery.failures(),
        delivery.recordsBuffered());
  }

  @Override
  public void drain(Duration limit) {
    try {
      stack.drain(limit);
    } catch (IllegalStateException e) {
      throw new StackException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      stack.close();
    }
  }
}
