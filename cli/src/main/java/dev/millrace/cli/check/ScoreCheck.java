package dev.millrace.cli.check;

import static java.math.BigDecimal.ZERO;

import dev.millrace.cli.aws.Item;
import dev.millrace.cli.input.ScoreChange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What must come of the score changes: the total of each user over the records as they are in the
/// end, and score events that add up to the totals.
///
/// A change makes one event for each user whose total it changes.
public final class ScoreCheck {

  private record Held(String username, BigDecimal score) {}

  private final Map<Long, Held> records = new HashMap<>();
  private final Map<String, BigDecimal> expected = new HashMap<>();
  private long expectedEvents;

  private final Map<String, BigDecimal> totals = new HashMap<>();
  private final Map<String, BigDecimal> eventSums = new HashMap<>();
  private long events;
  private long unreadable;
  private int objects;
  private long logged;
  private final Map<String, BigDecimal> indexedSums = new HashMap<>();
  private boolean isIndexed;
  private long indexed;

  /// Notes a change that is going to be sent.
  public void expect(ScoreChange change) {
    switch (change) {
      case ScoreChange.Put(var id, var user, var score) -> replace(id, new Held(user, score));
      case ScoreChange.Update(var id, var user, var score) -> replace(id, new Held(user, score));
      case ScoreChange.Delete(var id) -> delete(id);
    }
  }

  private void replace(long id, Held now) {
    var old = records.put(id, now);
    if (old == null) {
      add(now.username(), now.score());
    } else if (!old.username().equals(now.username())) {
      add(old.username(), old.score().negate());
      add(now.username(), now.score());
    } else if (old.score().compareTo(now.score()) != 0) {
      add(now.username(), now.score().subtract(old.score()));
    }
  }

  private void delete(long id) {
    var old = records.remove(id);
    if (old != null) {
      add(old.username(), old.score().negate());
    }
  }

  private void add(String user, BigDecimal delta) {
    expected.merge(user, delta, BigDecimal::add);
    expectedEvents += delta.signum() == 0 ? 0 : 1;
  }

  /// How many score events there must be.
  public long expectedEvents() {
    return expectedEvents;
  }

  /// Notes an item of the table of totals.
  void foundTotal(Item item) {
    totals.put(item.text("Username"), item.number("Score"));
  }

  /// Notes a delivered line.
  void foundEvent(byte[] line) {
    try {
      foundEvent(Json.parse(line));
    } catch (JacksonException e) {
      unreadable++;
    }
  }

  private void foundEvent(JsonNode event) {
    if (event.path("username").isString() && event.path("score").isNumber()) {
      events++;
      eventSums.merge(
          event.path("username").stringValue(),
          event.path("score").decimalValue(),
          BigDecimal::add);
    } else {
      unreadable++;
    }
  }

  void foundObjects(int count) {
    objects = count;
  }

  void foundLogged(long lines) {
    logged = lines;
  }

  /// Notes that there is an index of score events.
  void expectIndex() {
    isIndexed = true;
  }

  /// Notes a document of the index.
  void foundDocument(JsonNode event) {
    indexed++;
    indexedSums.merge(
        event.path("username").asString("nobody"),
        event.path("score").decimalValue(BigDecimal.ZERO),
        BigDecimal::add);
  }

  /// Both sides, side by side.
  public Section section() {
    var checks = new ArrayList<Check>();
    var totalsOf = Balances.of(expected, totals);
    checks.add(
        new Check(
            "users with a total other than 0",
            Check.count(nonZero(expected)),
            Check.count(nonZero(totals)),
            nonZero(expected) == nonZero(totals)));
    checks.addAll(totalsOf.rows("total of", "users"));
    checks.add(Check.equal("score events in S3", expectedEvents, events));
    var sums = Balances.of(expected, eventSums);
    checks.add(sums.all("sums of those events per user"));
    checks.add(Check.equal("unreadable lines under score-logs/", 0, unreadable));
    checks.add(Check.objects("objects under score-logs/", expectedEvents, objects));
    checks.add(Check.equal("score events logged", expectedEvents, logged));
    var documents = Balances.of(expected, indexedSums);
    if (isIndexed) {
      checks.add(Check.equal("score events in OpenSearch", expectedEvents, indexed));
      checks.add(documents.all("sums of those documents per user"));
    }
    var differences = new ArrayList<>(totalsOf.differences("total of"));
    differences.addAll(sums.differences("sum of the events of"));
    if (isIndexed) {
      differences.addAll(documents.differences("sum of the documents of"));
    }
    return new Section("Game scores", checks, differences);
  }

  private static long nonZero(Map<String, BigDecimal> sums) {
    return sums.values().stream().filter(sum -> sum.compareTo(ZERO) != 0).count();
  }
}
