package dev.millrace.local.sns;

import dev.millrace.local.Checkpoint;
import dev.millrace.local.data.DataException;
import dev.millrace.local.gateway.AwsAction;
import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import dev.millrace.local.gateway.QueryService;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;

/// SNS: topics whose subscribers are SQS queues.
///
/// This class owns the state: every action is a pure function from one state to the next, and runs
/// alone. A server that was opened on a file keeps there what it acknowledges, messages on their
/// way included; a queue may get those twice after a crash.
///
/// Deviates from AWS: only queues can subscribe, and need no policy to get messages; there are no
/// FIFO topics, dead-letter queues of subscriptions or delivery policies; a queue that is gone is
/// tried again like one that does not answer. All of these are refused by name.
public final class SnsServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SnsServer.class);
  private static final String NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";

  private final StackClock clock;
  private final Activity activity;
  private final Queues queues;
  private final @Nullable SnsJournal journal;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Outbox> outboxes = new ConcurrentHashMap<>();
  private SnsState state;

  /// @param clock dates messages and times retries
  /// @param activity hears of every delivery
  /// @param sqs has the queues
  /// @param region part of the topics' ARNs
  /// @param account part of the topics' ARNs
  /// @param file where topics are kept, made if it is not there; empty to keep them in memory
  /// @throws DataException if the file cannot be used
  public SnsServer(
      StackClock clock,
      Activity activity,
      SqsClient sqs,
      String region,
      String account,
      Optional<Path> file) {
    this(clock, activity, new SqsQueues(sqs), region, account, file);
  }

  SnsServer(
      StackClock clock,
      Activity activity,
      Queues queues,
      String region,
      String account,
      Optional<Path> file) {
    this.clock = clock;
    this.activity = activity;
    this.queues = queues;
    this.journal = file.map(SnsJournal::open).orElse(null);
    var empty = SnsState.empty(region, account);
    this.state = journal == null ? empty : journal.state(empty);
  }

  /// Delivers what an earlier run left; the queues must be there. To be called once.
  public void resume() {
    if (journal != null) {
      journal.deliveries().forEach(this::deliver);
    }
  }

  /// The API, for a gateway.
  public QueryService service() {
    return new QueryService(
        "sns",
        NAMESPACE,
        List.of(
            action("CreateTopic", CreateTopic.Request.class, CreateTopic::apply),
            action("DeleteTopic", DeleteTopic.Request.class, DeleteTopic::apply),
            action(
                "GetSubscriptionAttributes",
                GetSubscriptionAttributes.Request.class,
                GetSubscriptionAttributes::apply),
            action(
                "GetTopicAttributes", GetTopicAttributes.Request.class, GetTopicAttributes::apply),
            action("ListSubscriptions", ListSubscriptions.Request.class, ListSubscriptions::apply),
            action(
                "ListSubscriptionsByTopic",
                ListSubscriptionsByTopic.Request.class,
                ListSubscriptionsByTopic::apply),
            action(
                "ListTagsForResource",
                ListTagsForResource.Request.class,
                ListTagsForResource::apply),
            action("ListTopics", ListTopics.Request.class, ListTopics::apply),
            action("Publish", Publish.Request.class, Publish::apply),
            action("PublishBatch", PublishBatch.Request.class, PublishBatch::apply),
            action(
                "SetSubscriptionAttributes",
                SetSubscriptionAttributes.Request.class,
                SetSubscriptionAttributes::apply),
            action(
                "SetTopicAttributes", SetTopicAttributes.Request.class, SetTopicAttributes::apply),
            action("Subscribe", Subscribe.Request.class, Subscribe::apply),
            action("TagResource", TagResource.Request.class, TagResource::apply),
            action("Unsubscribe", Unsubscribe.Request.class, Unsubscribe::apply),
            action("UntagResource", UntagResource.Request.class, UntagResource::apply)));
  }

  /// Whether no delivery is under way: only the stack's clock or a new message can change anything.
  public boolean idle() {
    return outboxes.values().stream().noneMatch(Outbox::isBusy);
  }

  /// How many deliveries wait or are under way.
  public int undelivered() {
    return outboxes.values().stream().mapToInt(Outbox::size).sum();
  }

  /// The way back to the topics as they are now, with nothing to deliver.
  public Checkpoint checkpoint() {
    SnsState then;
    lock.lock();
    try {
      then = state;
    } finally {
      lock.unlock();
    }
    return new Checkpoint() {
      @Override
      public void halt() {
        endDeliveries();
      }

      @Override
      public void restore() {
        lock.lock();
        try {
          state = then;
        } finally {
          lock.unlock();
        }
      }
    };
  }

  private void endDeliveries() {
    List<Outbox> ended;
    lock.lock();
    try {
      ended = List.copyOf(outboxes.values());
      outboxes.clear();
    } finally {
      lock.unlock();
    }
    ended.forEach(Outbox::close);
    try {
      for (var outbox : ended) {
        outbox.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a topic's message is delivered", e);
    }
  }

  /// Begins no more deliveries. Those that were not made are in the file, if there is one.
  @Override
  public void close() {
    outboxes.values().forEach(Outbox::close);
    if (journal != null) {
      journal.close();
    }
  }

  /// One action: what it makes of a state, a request and the time.
  private interface Body<I, O> {
    Step<O> apply(SnsState state, I request, Instant now);
  }

  private <I, O> AwsAction<I, O> action(String name, Class<I> input, Body<I, O> body) {
    return new AwsAction<>(name, input, request -> perform(body, request));
  }

  private <I, O> O perform(Body<I, O> body, I request) {
    lock.lock();
    try {
      var step = body.apply(state, request, clock.instant().truncatedTo(ChronoUnit.MILLIS));
      keep(step);
      state = step.state();
      // under the lock, so that queues get messages in the order in which they were published
      step.deliveries().forEach(this::deliver);
      return step.output();
    } finally {
      lock.unlock();
    }
  }

  private void keep(Step<?> step) {
    if (journal == null) {
      return;
    }
    try {
      journal.changed(state, step.state());
      step.deliveries().forEach(journal::deliver);
    } catch (DataException e) {
      throw new AwsException(AwsError.INTERNAL_FAILURE, String.valueOf(e.getMessage()));
    }
  }

  private void deliver(Delivery delivery) {
    outboxes
        .computeIfAbsent(
            delivery.subscription(), _ -> new Outbox(queues, clock, activity, this::over))
        .add(delivery);
    activity.changed();
  }

  private void over(Delivery delivery) {
    if (journal != null) {
      try {
        journal.delivered(delivery);
      } catch (DataException e) {
        log.atWarn()
            .setCause(e)
            .addKeyValue("subscription", delivery.subscription())
            .log("a delivery could not be noted, it will be made again after a restart");
      }
    }
  }
}
