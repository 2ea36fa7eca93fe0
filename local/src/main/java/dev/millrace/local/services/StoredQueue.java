package dev.millrace.local.services;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.elasticmq.CreateQueueData;
import org.elasticmq.DeadLettersQueueData;
import org.elasticmq.MillisVisibilityTimeout;
import org.elasticmq.QueueData;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/// A queue's settings, as the journal keeps them in JSON.
record StoredQueue(
    String name,
    long visibilityMillis,
    long delayMillis,
    long receiveWaitMillis,
    OffsetDateTime created,
    OffsetDateTime modified,
    @Nullable DeadLetters deadLetters,
    boolean fifo,
    boolean contentBasedDeduplication,
    @Nullable String copyTo,
    @Nullable String moveTo,
    Map<String, String> tags) {

  /// Where messages go that were received too often.
  record DeadLetters(String queue, int maxReceiveCount) {}

  static StoredQueue of(QueueData queue) {
    return new StoredQueue(
        queue.name(),
        queue.defaultVisibilityTimeout().millis(),
        queue.delay().toMillis(),
        queue.receiveMessageWait().toMillis(),
        queue.created(),
        queue.lastModified(),
        queue.deadLettersQueue().isEmpty()
            ? null
            : new DeadLetters(
                queue.deadLettersQueue().get().name(),
                queue.deadLettersQueue().get().maxReceiveCount()),
        queue.isFifo(),
        queue.hasContentBasedDeduplication(),
        StoredMessage.orNull(queue.copyMessagesTo()),
        StoredMessage.orNull(queue.moveMessagesTo()),
        Map.copyOf(CollectionConverters.asJava(queue.tags())));
  }

  CreateQueueData data() {
    return new CreateQueueData(
        name,
        Option.apply(new MillisVisibilityTimeout(visibilityMillis)),
        Option.apply(Duration.ofMillis(delayMillis)),
        Option.apply(Duration.ofMillis(receiveWaitMillis)),
        Option.apply(created),
        Option.apply(modified),
        deadLetters == null
            ? Option.empty()
            : Option.apply(
                new DeadLettersQueueData(deadLetters.queue(), deadLetters.maxReceiveCount())),
        fifo,
        contentBasedDeduplication,
        StoredMessage.option(copyTo),
        StoredMessage.option(moveTo),
        StoredMessage.immutable(tags));
  }

  /// Queues, each after those that it refers to.
  static List<StoredQueue> inOrder(Collection<StoredQueue> queues) {
    var byName = new LinkedHashMap<String, StoredQueue>();
    queues.forEach(queue -> byName.put(queue.name(), queue));
    var ordered = new LinkedHashSet<StoredQueue>();
    queues.forEach(queue -> queue.putInOrder(byName, new HashSet<>(), ordered));
    return List.copyOf(ordered);
  }

  private void putInOrder(
      Map<String, StoredQueue> byName, Set<String> seen, Set<StoredQueue> ordered) {
    if (seen.add(name)) {
      needs()
          .flatMap(needed -> Stream.ofNullable(byName.get(needed)))
          .forEach(needed -> needed.putInOrder(byName, seen, ordered));
      ordered.add(this);
    }
  }

  private Stream<String> needs() {
    return Stream.of(
            StoredMessage.option(deadLetters == null ? null : deadLetters.queue()),
            StoredMessage.option(copyTo),
            StoredMessage.option(moveTo))
        .filter(Option::isDefined)
        .map(Option::get);
  }
}
