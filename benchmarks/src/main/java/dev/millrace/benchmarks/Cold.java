package dev.millrace.benchmarks;

import java.util.ArrayList;
import java.util.List;

/// How long functions take from the start of their process to their first answer, beside the same
/// functions in Node.
final class Cold implements Benchmark {

  static final String NODE = "Node";
  static final String PLAIN = "Millrace, plain flags";
  static final String RESTORED = "Millrace, restored";
  static final String FAST = "Millrace, image";

  @Override
  public String name() {
    return "cold";
  }

  @Override
  public List<Row> run() throws InterruptedException {
    var rows = new ArrayList<Row>();
    try (var deployment = Deployment.open()) {
      for (var subject : Subject.functions()) {
        for (var tls : subject.calls() ? List.of(false, true) : List.of(false)) {
          rows.addAll(rows(deployment, subject, tls));
        }
      }
    }
    return rows;
  }

  private List<Row> rows(Deployment deployment, Subject subject, boolean tls)
      throws InterruptedException {
    var contestants = contestants(deployment, subject, tls);
    var title = subject.module() + (!subject.calls() ? "" : tls ? ", TLS" : ", plain HTTP");
    var rows = new ArrayList<Row>();
    var all = Runtime.getRuntime().availableProcessors();
    rows.addAll(new ColdRace(deployment, subject, contestants, title, all).rows());
    if (Taskset.exists()) {
      var pinned = contestants.stream().map(Contestant::onOneCore).toList();
      rows.addAll(new ColdRace(deployment, subject, pinned, title, 1).rows());
    } else {
      rows.add(Row.of(title + ", 1 core", "", "", "not measured: there is no taskset"));
    }
    if (!contestants.getFirst().name().equals(NODE)) {
      rows.add(NodeReference.missing(title));
    }
    return rows;
  }

  private static List<Contestant> contestants(Deployment deployment, Subject subject, boolean tls)
      throws InterruptedException {
    var contestants = new ArrayList<Contestant>();
    deployment.node(subject, tls).ifPresent(contestants::add);
    var flags = Deployment.LAMBDA_FLAGS;
    contestants.add(deployment.java(subject, tls, flags));
    contestants.add(deployment.millrace(PLAIN, subject, tls, flags));
    contestants.add(restored(deployment, subject, tls));
    if (!tls || Image.canTrust()) {
      contestants.add(deployment.image(FAST, subject, tls));
    } else {
      Progress.say("cold: images cannot be made to trust the endpoint here, which takes root");
    }
    return contestants;
  }

  /// What a snapshot saves: the same process is told that it was restored as soon as it is ready.
  private static Contestant restored(Deployment deployment, Subject subject, boolean tls) {
    var flags = new ArrayList<>(Deployment.LAMBDA_FLAGS);
    flags.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
    return deployment
        .millrace(RESTORED, subject, tls, flags)
        .with("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
  }
}
