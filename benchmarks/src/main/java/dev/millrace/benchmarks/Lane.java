package dev.millrace.benchmarks;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A contestant that stays alive, and is measured again and again.
final class Lane implements AutoCloseable {

  /// What a turn gave.
  ///
  /// @param cpuMicros CPU time of the function's process for a record
  record Turn(double recordsPerSecond, double cpuMicros, boolean noisy) {}

  /// An event, and the answer to it if that tells anything.
  private record Task(byte[] event, Optional<String> answer) {}

  private static final Duration TURN = Duration.ofMillis(500);
  private static final int TRIES = 3;

  /// While it is warming up: how long a look at its throughput is, and how many there are at most.
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final int LEAST_LOOKS = 5;
  private static final int MOST_LOOKS = 15;
  private static final double STEADY = 1.05;
  private static final int USUAL_SIZE = 1_000;

  private final Deployment deployment;
  private final Subject subject;
  private final Child child;
  private final Map<Integer, Task> tasks = new HashMap<>();

  private Lane(Deployment deployment, Subject subject, Child child) {
    this.deployment = deployment;
    this.subject = subject;
    this.child = child;
  }

  static Lane open(Deployment deployment, Subject subject, Contestant contestant)
      throws InterruptedException {
    var child = Child.start(contestant, subject.event(1));
    child.reply();
    return new Lane(deployment, subject, child);
  }

  String name() {
    return child.contestant().name();
  }

  /// Lets it work until it is no longer getting faster.
  void warmUp(List<Integer> sizes) throws InterruptedException {
    warmUp(USUAL_SIZE, LEAST_LOOKS);
    for (int size : sizes) {
      warmUp(size, LEAST_LOOKS / 2);
    }
  }

  private void warmUp(int size, int leastLooks) throws InterruptedException {
    var best = 0.0;
    for (var look = 1; look <= MOST_LOOKS; look++) {
      var now = turn(size, LOOK).recordsPerSecond();
      if (look >= leastLooks && now < best * STEADY) {
        return;
      }
      best = Math.max(best, now);
    }
  }

  /// A turn while the machine did little else, or, after some tries, any.
  Turn quietly(int size) throws InterruptedException {
    var turn = turn(size, TURN);
    for (var attempt = 1; attempt < TRIES && turn.noisy(); attempt++) {
      turn = turn(size, TURN);
    }
    return turn;
  }

  private Turn turn(int size, Duration atLeast) throws InterruptedException {
    var task =
        tasks.computeIfAbsent(size, _ -> new Task(subject.event(size), subject.answer(size)));
    var before = deployment.endpoint().tally();
    var quiet = new Quiet();
    var cpu = child.cpuMillis();
    var start = System.nanoTime();
    var invocations = 0;
    var nanos = 0L;
    do {
      invoke(task);
      nanos = System.nanoTime() - start;
      invocations++;
    } while (nanos < atLeast.toNanos());
    var used = child.cpuMillis() - cpu;
    var done = deployment.endpoint().tally().minus(before);
    subject.check(child, done, size, invocations);
    var records = (double) size * invocations;
    return new Turn(
        records / (nanos / 1e9), used * 1_000 / records, quiet.foreignCores(used) > Quiet.LIMIT);
  }

  private void invoke(Task task) throws InterruptedException {
    var answer = child.invoke(task.event()).text();
    if (!answer.equals(task.answer().orElse(answer))) {
      throw new IllegalStateException(
          "%s must answer %s, was %s".formatted(name(), task.answer().get(), answer));
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
