package dev.millrace.benchmarks.scale;

import java.time.Duration;
import java.util.Random;

/// The user with the most score changes, whose total is one item: every batch that holds a change
/// of theirs writes it once.
///
/// @param writes how often a second batches want to write the total
/// @param conflicts the share of these that find another transaction holding it
record BusyUser(double writes, double conflicts) {

  /// Batches of many shards come at random, and bring changes of random users.
  ///
  /// @param perSecond changes of all users
  /// @param hold how long a transaction holds an item; one that finds it held is given up
  static BusyUser simulated(
      double perSecond, int batchSize, double share, Duration hold, Duration span) {
    var random = new Random(1);
    var seconds = span.toNanos() / 1e9;
    var rate = perSecond / batchSize;
    var writes = 0;
    var conflicts = 0;
    var heldUntil = 0.0;
    for (var at = gap(random, rate); at < seconds; at += gap(random, rate)) {
      if (holdsOne(random, batchSize, share)) {
        writes++;
        if (at < heldUntil) {
          conflicts++;
        } else {
          heldUntil = at + hold.toNanos() / 1e9;
        }
      }
    }
    return new BusyUser(writes / seconds, (double) conflicts / writes);
  }

  private static double gap(Random random, double rate) {
    return -Math.log(1 - random.nextDouble()) / rate;
  }

  private static boolean holdsOne(Random random, int batchSize, double share) {
    for (var i = 0; i < batchSize; i++) {
      if (random.nextDouble() < share) {
        return true;
      }
    }
    return false;
  }
}
