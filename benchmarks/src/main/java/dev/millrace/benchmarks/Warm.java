package dev.millrace.benchmarks;

import java.util.ArrayList;
import java.util.List;

/// How many records functions that are warm get through, and what CPU time a record costs, beside
/// the same functions in Node.
///
/// All contestants of a function stay alive, and take turns.
final class Warm implements Benchmark {

  static final String NODE = "Node";
  static final String MILLRACE = "Millrace";

  private static final List<Integer> SIZES = List.of(1, 100, 1_000, 10_000);
  private static final int ROUNDS = 9;

  private static final boolean TLS = Boolean.getBoolean("millrace.tls");

  @Override
  public String name() {
    return "warm";
  }

  @Override
  public List<Row> run() throws InterruptedException {
    var rows = new ArrayList<Row>();
    try (var deployment = Deployment.open()) {
      for (var subject : Subject.chosen()) {
        rows.addAll(rows(deployment, subject));
      }
    }
    return rows;
  }

  private static List<Row> rows(Deployment deployment, Subject subject)
      throws InterruptedException {
    var report = new WarmReport(subject);
    var lanes = new ArrayList<Lane>();
    try {
      for (var contestant : contestants(deployment, subject)) {
        lanes.add(Lane.open(deployment, subject, contestant));
      }
      for (var lane : lanes) {
        lane.warmUp(SIZES);
        Progress.say("warm: %s is: %s".formatted(subject.module(), lane.name()));
      }
      for (var round = 0; round < Rounds.orElse(ROUNDS); round++) {
        for (int size : SIZES) {
          for (var lane : Rounds.order(lanes, round)) {
            report.add(lane.name(), size, lane.quietly(size));
          }
        }
      }
    } finally {
      lanes.forEach(Lane::close);
    }
    Progress.say("warm: %s, load average %s".formatted(subject.module(), Cpu.load()));
    var names = lanes.stream().map(Lane::name).toList();
    var rows = new ArrayList<>(report.rows(names, SIZES));
    if (!names.contains(NODE)) {
      rows.add(NodeReference.missing(subject.module()));
    }
    return rows;
  }

  private static List<Contestant> contestants(Deployment deployment, Subject subject) {
    var flags = Deployment.FULL_TIERING;
    var contestants = new ArrayList<Contestant>();
    deployment.node(subject, TLS).ifPresent(contestants::add);
    contestants.add(deployment.java(subject, TLS, flags));
    contestants.add(deployment.millrace(MILLRACE, subject, TLS, flags));
    // what those beside it promise
    switch (subject) {
      case SCORE ->
          contestants.add(
              deployment
                  .millrace(MILLRACE + ", at least once", subject, TLS, flags)
                  .with("DELIVERY", "at-least-once"));
      case SENSOR, FORWARDER ->
          contestants.add(
              deployment
                  .millrace(MILLRACE + ", unordered", subject, TLS, flags)
                  .with("ORDERED", "false"));
      default -> {}
    }
    return contestants;
  }
}
