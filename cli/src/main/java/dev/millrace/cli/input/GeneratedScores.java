package dev.millrace.cli.input;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Game scores made from a seed: mostly new records, some of which later get another score, get
/// another user, or are deleted.
public final class GeneratedScores implements Input<ScoreChange> {

  private static final List<String> USERS =
      List.of(
          "Jane Doe",
          "John Smith",
          "Ada",
          "Björn",
          "Chidi",
          "Dolores",
          "Emil",
          "Fatima",
          "Grace",
          "Hiro",
          "Ines",
          "Jürgen",
          "Kofi",
          "Léa",
          "Mei",
          "Nils",
          "Olga",
          "Priya",
          "Quentin",
          "Rosa",
          "Søren",
          "Tomás",
          "Uma",
          "Viktor");

  private static final int HIGHEST = 1000;

  // of a hundred inputs
  private static final int NEW_SCORES = 8;
  private static final int NEW_USERS = 3;
  private static final int DELETES = 4;

  private final long seed;
  private final long count;
  private final long firstId;

  public GeneratedScores(long seed, int count) {
    this(seed, count, 1);
  }

  /// @param firstId the key of the first record
  public GeneratedScores(long seed, long count, long firstId) {
    this.seed = seed;
    this.count = count;
    this.firstId = firstId;
  }

  @Override
  public String description() {
    var puts = 0;
    var updates = 0;
    var deletes = 0;
    for (var change : changes()) {
      switch (change) {
        case ScoreChange.Put _ -> puts++;
        case ScoreChange.Update _ -> updates++;
        case ScoreChange.Delete _ -> deletes++;
      }
    }
    return "%,d score changes made from seed %d: %,d new records, %,d changed later, %,d deleted"
        .formatted(count, seed, puts, updates, deletes);
  }

  @Override
  public void whileWanted(Predicate<? super ScoreChange> each, Consumer<Malformed> malformed) {
    for (var change : changes()) {
      if (!each.test(change)) {
        return;
      }
    }
  }

  private Iterable<ScoreChange> changes() {
    return () -> {
      var maker = new Maker(new Random(seed), firstId);
      return Stream.generate(maker::next).limit(count).iterator();
    };
  }

  private static final class Maker {
    private final Random random;
    private final List<ScoreChange.Put> live = new ArrayList<>();
    private long nextId;

    Maker(Random random, long firstId) {
      this.random = random;
      this.nextId = firstId;
    }

    ScoreChange next() {
      var dice = random.nextInt(100);
      if (live.isEmpty() || dice >= NEW_SCORES + NEW_USERS + DELETES) {
        return insert();
      }
      var at = random.nextInt(live.size());
      if (dice < NEW_SCORES) {
        return update(at, live.get(at).username());
      }
      return dice < NEW_SCORES + NEW_USERS ? update(at, otherUser(at)) : delete(at);
    }

    private ScoreChange insert() {
      var put = new ScoreChange.Put(nextId++, user(), score());
      live.add(put);
      return put;
    }

    private ScoreChange update(int at, String user) {
      var old = live.get(at);
      // never the score it had: every change must be seen
      var score = old.score().add(score()).remainder(BigDecimal.valueOf(HIGHEST + 1));
      var update =
          new ScoreChange.Update(
              old.recordId(), user, score.signum() == 0 ? BigDecimal.ONE.add(old.score()) : score);
      live.set(at, new ScoreChange.Put(old.recordId(), user, update.score()));
      return update;
    }

    private ScoreChange delete(int at) {
      var last = live.removeLast();
      var old = at == live.size() ? last : live.set(at, last);
      return new ScoreChange.Delete(old.recordId());
    }

    private String user() {
      return USERS.get(random.nextInt(USERS.size()));
    }

    private String otherUser(int at) {
      var old = USERS.indexOf(live.get(at).username());
      return USERS.get((old + 1 + random.nextInt(USERS.size() - 1)) % USERS.size());
    }

    private BigDecimal score() {
      return BigDecimal.valueOf(1 + random.nextInt(HIGHEST));
    }
  }
}
