package dev.millrace.junit;

import dev.millrace.local.Checkpoint;
import dev.millrace.local.faults.Faults;
import dev.millrace.local.firehose.DeliveryStatus;
import dev.millrace.local.mapping.MappingStatus;
import dev.millrace.local.stack.Stack;
import dev.millrace.local.time.StackClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/// The stack of a test class.
public final class RunningStack implements AutoCloseable {

  private final Stack stack;
  private final Clients clients;
  private final Checkpoint start;
  private final Duration patience;

  private RunningStack(Stack stack, Duration patience) {
    this.stack = stack;
    this.patience = patience;
    this.clients = new Clients(stack.endpoint());
    this.start = stack.checkpoint();
  }

  static RunningStack start(Configuration configuration) {
    return new RunningStack(Stack.start(configuration.options()), configuration.patience());
  }

  /// The value for `AWS_ENDPOINT_URL`, for clients that are made elsewhere. Any region and any
  /// credentials with an access key of letters and digits do.
  public URI endpoint() {
    return stack.endpoint();
  }

  /// A client of the AWS SDK for Java 2, sync or async, or an enhanced client of DynamoDB. It is
  /// closed with the stack.
  ///
  /// @param type its interface, such as `KinesisClient`
  public <T> T client(Class<T> type) {
    return clients.get(type);
  }

  /// The time of the stack: batching windows, tumbling windows, retries, buffers and retention go
  /// by it. Functions themselves see real time. Mostly [#advance] is what a test wants: if the
  /// clock moves before a mapping has read a record, the record's waiting time begins then.
  public StackClock clock() {
    return stack.clock();
  }

  /// Waits until a condition holds. It is looked at whenever something happens in the stack, so it
  /// may be as slow as a call to a client, and must not change anything.
  ///
  /// @throws AssertionFailedError if it does not hold in time, with the state of the stack
  public void await(BooleanSupplier condition) {
    if (!stack.await(condition, patience)) {
      throw new AssertionFailedError("the condition did not hold" + meanwhile());
    }
  }

  /// Waits until what `look` gives is as it should be.
  ///
  /// @return what it gave then
  /// @throws AssertionFailedError if that is not in time, with what it gave last and the state of
  ///   the stack
  public <T> T await(Supplier<T> look, Predicate<? super T> condition) {
    var last = new AtomicReference<T>();
    if (stack.await(
        () -> {
          last.set(look.get());
          return condition.test(last.get());
        },
        patience)) {
      return last.get();
    }
    throw new AssertionFailedError("the condition did not hold, last was " + last + meanwhile());
  }

  /// Waits until assertions pass.
  ///
  /// @throws AssertionFailedError if they do not in time, with what they said last and the state of
  ///   the stack
  public void awaitAsserted(Runnable assertions) {
    var last = new AtomicReference<@Nullable AssertionError>();
    if (!stack.await(() -> passes(assertions, last), patience)) {
      throw new AssertionFailedError(
          "the assertions did not pass, last was " + last + meanwhile(), last.get());
    }
  }

  private static boolean passes(
      Runnable assertions, AtomicReference<@Nullable AssertionError> last) {
    try {
      assertions.run();
      return true;
    } catch (AssertionError e) {
      last.set(e);
      return false;
    }
  }

  /// Waits until nothing is under way: only new records or a later time can make anything happen.
  ///
  /// @throws IllegalStateException if something still is when patience is over; the message says
  ///   what
  public void awaitIdle() {
    stack.awaitIdle(patience);
  }

  /// Waits until nothing is under way, then moves the clock. What is due on the way begins, and may
  /// not have ended when this returns.
  ///
  /// @throws IllegalStateException if something still is under way when patience is over; the
  ///   message says what
  public void advance(Duration by) {
    awaitIdle();
    clock().advance(by);
  }

  /// Lets everything happen that would ever happen without new input: waits until nothing is under
  /// way, moves the clock to the next thing that is due, and so on until nothing is.
  ///
  /// @throws IllegalStateException if something still is under way when patience is over; the
  ///   message says what
  public void drain() {
    stack.drain(patience);
  }

  /// What a function has logged, one entry each.
  ///
  /// @param function its logical id or its name
  public List<String> logs(String function) {
    return stack.logs().lines(function(function));
  }

  /// The event source mappings, as they stand.
  public List<MappingStatus> mappings() {
    return stack.mappings();
  }

  /// The event source mappings of a function, as they stand.
  ///
  /// @param function its logical id or its name
  public List<MappingStatus> mappings(String function) {
    var name = function(function);
    return mappings().stream().filter(each -> each.functionName().equals(name)).toList();
  }

  /// The delivery streams of Firehose, as they stand.
  public List<DeliveryStatus> deliveries() {
    return stack.deliveries();
  }

  /// What goes wrong on purpose: a test sets a plan, replaces or clears it, and reads what was
  /// injected. A reset clears it.
  public Faults faults() {
    return stack.faults();
  }

  /// An output of the template.
  ///
  /// @throws IllegalArgumentException if it has no such output
  public String output(String name) {
    var value = stack.outputs().get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "the template has no output " + name + ", it has " + stack.outputs().keySet());
    }
    return value.toString();
  }

  /// What `Ref` gives for a resource: a stream's, table's, bucket's or function's name, a queue's
  /// URL.
  ///
  /// @throws IllegalArgumentException if the template has no such resource
  public String id(String logicalId) {
    return stack.ref(logicalId);
  }

  /// Makes everything as it was when the stack had started: streams, tables, queues, buckets,
  /// buffers and logs empty, resources as in the template, mappings at their starting positions, no
  /// faults, the clock at its start. What is under way ends first; functions get two seconds to.
  ///
  /// Execution environments are kept, as between two invocations on Lambda, with what functions
  /// hold in static fields.
  public void reset() {
    start.restore();
  }

  @Override
  public void close() {
    clients.close();
    stack.close();
  }

  private String function(String idOrName) {
    return stack.functions().stream()
        .filter(name -> name.equals(idOrName) || idOf(idOrName).equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "the stack has no function " + idOrName + ", it has " + stack.functions()));
  }

  private String idOf(String logicalId) {
    return stack.resources().getOrDefault(logicalId, "");
  }

  private String meanwhile() {
    return " within %s of real time. It is %s for the stack%s. %s%s"
        .formatted(
            patience,
            clock().instant(),
            clock()
                .nextAlarm()
                .map(due -> ", where something is due at " + due + ": clock().advance or drain()")
                .orElse(", where nothing waits for a later time"),
            lines(mappings()),
            lines(deliveries()));
  }

  private static String lines(List<?> statuses) {
    var text = new StringBuilder();
    statuses.forEach(status -> text.append("\n  ").append(status));
    return text.toString();
  }
}
