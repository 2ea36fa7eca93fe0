package dev.millrace.local.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.local.data.DataException;
import dev.millrace.local.data.Journal;
import dev.millrace.local.gateway.AwsException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Keeps topics, subscriptions and what was not delivered yet in a file. Thread-safe.
final class SnsJournal implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SnsJournal.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  /// Below that, a file is not written anew while it is in use.
  private static final long SMALL = 64L << 20;

  private record Kept(
      String arn, String topicArn, String endpoint, Map<String, String> attributes) {}

  /// An entry: something new or changed, or the ARN or id of what is gone.
  private record Line(
      @Nullable Topic topic,
      @Nullable Kept subscription,
      @Nullable Delivery delivery,
      @Nullable String gone) {}

  private final Map<String, Line> live = new LinkedHashMap<>();
  private final Journal journal;
  private long lookAt = SMALL;

  private SnsJournal(Path file) {
    journal = Journal.open(file, bytes -> read(file, bytes));
    rewrite();
  }

  /// Opens a journal, or makes it.
  ///
  /// @throws DataException if it cannot be read
  static SnsJournal open(Path file) {
    return new SnsJournal(file);
  }

  /// What was there when the file was opened.
  synchronized SnsState state(SnsState empty) {
    var state = empty;
    for (var line : live.values()) {
      var subscription = line.subscription();
      if (line.topic() != null) {
        state = state.with(line.topic());
      } else if (subscription != null) {
        state =
            state.with(
                Subscription.of(
                    subscription.arn(),
                    subscription.topicArn(),
                    subscription.endpoint(),
                    subscription.attributes()));
      }
    }
    return state;
  }

  /// What was not delivered yet, in the order in which it was published.
  synchronized List<Delivery> deliveries() {
    return live.values().stream()
        .flatMap(line -> java.util.stream.Stream.ofNullable(line.delivery()))
        .toList();
  }

  /// @throws DataException if it cannot be kept
  synchronized void changed(SnsState before, SnsState after) {
    gone(before.topics(), after.topics());
    after.topics().values().stream()
        .filter(topic -> !topic.equals(before.topics().get(topic.arn())))
        .forEach(topic -> keep(new Line(topic, null, null, null)));
    gone(before.subscriptions(), after.subscriptions());
    after.subscriptions().values().stream()
        .filter(each -> !each.equals(before.subscriptions().get(each.arn())))
        .map(each -> new Kept(each.arn(), each.topicArn(), each.endpoint(), each.attributes()))
        .forEach(each -> keep(new Line(null, each, null, null)));
  }

  synchronized void deliver(Delivery delivery) {
    keep(new Line(null, null, delivery, null));
  }

  synchronized void delivered(Delivery delivery) {
    keep(new Line(null, null, null, delivery.id()));
  }

  private void gone(Map<String, ?> before, Map<String, ?> after) {
    before.keySet().stream()
        .filter(arn -> !after.containsKey(arn))
        .forEach(arn -> keep(new Line(null, null, null, arn)));
  }

  private void keep(Line line) {
    journal.append(written(line));
    apply(line);
    if (journal.bytes() > lookAt) {
      tidy();
    }
  }

  private void apply(Line line) {
    if (line.topic() != null) {
      live.put(line.topic().arn(), line);
    } else if (line.subscription() != null) {
      live.put(line.subscription().arn(), line);
    } else if (line.delivery() != null) {
      live.put(line.delivery().id(), line);
    } else {
      live.remove(String.valueOf(line.gone()));
    }
  }

  private void tidy() {
    try {
      rewrite();
    } catch (DataException e) {
      // the file is as good as before, and longer than it need be
      log.atWarn().setCause(e).log("journal of the topics could not be made shorter");
    }
    lookAt = Math.max(SMALL, 2 * journal.bytes());
  }

  private void rewrite() {
    journal.replace(entries -> live.values().forEach(line -> entries.accept(written(line))));
  }

  private static byte[] written(Line line) {
    return JSON.writeValueAsString(line).getBytes(UTF_8);
  }

  private void read(Path file, byte[] bytes) {
    try {
      apply(JSON.readValue(bytes, Line.class));
    } catch (JacksonException | AwsException e) {
      throw new DataException(file + " holds an entry that cannot be read: " + e, e);
    }
  }

  @Override
  public void close() {
    journal.close();
  }
}
