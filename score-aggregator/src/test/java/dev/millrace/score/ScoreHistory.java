package dev.millrace.score;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A random history of a table of game records, as the shards of its stream tell it, and what it
/// means for the totals by a computation of its own.
final class ScoreHistory {

  /// A change of the table.
  ///
  /// @param points what it adds to each user's total, none of them zero
  /// @param poison whether it can never be counted
  record Change(DynamodbStreamRecord record, Map<String, BigDecimal> points, boolean poison) {

    String sequenceNumber() {
      return record.getDynamodb().getSequenceNumber();
    }

    String id() {
      return record.getEventID();
    }
  }

  /// A user whose total cannot be added to.
  static final String BAD = "bad";

  private record Game(String user, BigDecimal score) {}

  final List<List<Change>> shards = new ArrayList<>();

  private final RandomGenerator random;
  private final int users;
  private final boolean poisoned;
  private int made;

  /// @param poisoned whether some changes cannot be read, and some concern the user `bad`
  ScoreHistory(RandomGenerator random, int users, boolean poisoned) {
    this.random = random;
    this.users = users;
    this.poisoned = poisoned;
  }

  ScoreHistory shard(int length) {
    var table = new HashMap<Integer, Game>();
    var changes = new ArrayList<Change>();
    while (changes.size() < length) {
      changes.add(next(table));
    }
    shards.add(changes);
    return this;
  }

  List<Change> counted() {
    return shards.stream()
        .flatMap(List::stream)
        .filter(change -> !change.poison() && !change.points().isEmpty())
        .toList();
  }

  Map<String, BigDecimal> totals() {
    var totals = new HashMap<String, BigDecimal>();
    for (var change : counted()) {
      change.points().forEach((user, points) -> totals.merge(user, points, BigDecimal::add));
    }
    return totals;
  }

  private Change next(Map<Integer, Game> table) {
    var key = random.nextInt(8);
    var before = table.get(key);
    var removed = before != null && random.nextInt(4) == 0;
    var expired = removed && random.nextBoolean();
    var after = removed ? null : game(before);
    if (after == null || after.user().equals(BAD)) {
      table.remove(key); // what is refused stays as it is: no later change may cancel it out
    } else {
      table.put(key, after);
    }
    return change(before, after, expired);
  }

  private Game game(@Nullable Game before) {
    var score = BigDecimal.valueOf(random.nextInt(1, 10_000), random.nextInt(3));
    if (before == null || random.nextInt(4) == 0) {
      return new Game(user(), score);
    }
    return new Game(before.user(), random.nextInt(6) == 0 ? before.score() : score);
  }

  private String user() {
    return poisoned && random.nextInt(40) == 0 ? BAD : "u" + random.nextInt(users);
  }

  private Change change(@Nullable Game before, @Nullable Game after, boolean expired) {
    var points = points(expired ? null : before, after);
    var number = ++made;
    var stream =
        new StreamRecord()
            .withSequenceNumber(String.valueOf(1_000 + number))
            .withApproximateCreationDateTime(Date.from(Instant.EPOCH.plusSeconds(number)))
            .withKeys(Map.of("RecordID", new AttributeValue().withN("1")))
            .withOldImage(image(before))
            .withNewImage(image(after));
    var unreadable = poisoned && random.nextInt(60) == 0 && !expired;
    if (unreadable) {
      spoil(stream, after);
    }
    var record = new DynamodbStreamRecord();
    record.setEventID("event-" + number);
    record.setEventName(after == null ? "REMOVE" : before == null ? "INSERT" : "MODIFY");
    record.setEventSourceARN("arn");
    record.setDynamodb(stream);
    if (expired) {
      record.setUserIdentity(
          new Identity().withType("Service").withPrincipalId("dynamodb.amazonaws.com"));
    }
    return new Change(record, points, unreadable || points.containsKey(BAD));
  }

  private void spoil(StreamRecord stream, @Nullable Game after) {
    if (stream.getOldImage() != null && random.nextBoolean()) {
      stream.setOldImage(null);
    } else if (after != null) {
      stream.setNewImage(Map.of("Username", new AttributeValue().withN("7")));
    } else {
      stream.setOldImage(Map.of("Score", new AttributeValue().withN("7")));
    }
  }

  private static Map<String, BigDecimal> points(@Nullable Game before, @Nullable Game after) {
    var points = new LinkedHashMap<String, BigDecimal>();
    if (before != null) {
      points.merge(before.user(), before.score().negate(), BigDecimal::add);
    }
    if (after != null) {
      points.merge(after.user(), after.score(), BigDecimal::add);
    }
    points.values().removeIf(value -> value.signum() == 0);
    return points;
  }

  private static @Nullable Map<String, AttributeValue> image(@Nullable Game game) {
    return game == null
        ? null
        : Map.of(
            "Username",
            new AttributeValue().withS(game.user()),
            "Score",
            new AttributeValue().withN(game.score().toString()));
  }
}
