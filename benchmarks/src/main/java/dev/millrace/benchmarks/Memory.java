package dev.millrace.benchmarks;

import dev.millrace.benchmarks.Row.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How much memory functions take, beside the same functions in Node, and how little Lambda may
/// give them.
final class Memory implements Benchmark {

  private static final int RECORDS = 1_000;
  private static final int BATCHES = 20;
  private static final int ROUNDS = 3;
  private static final double GOAL = 1.3;

  /// Lambda hands over events of at most 6 MB.
  private static final int LARGEST_EVENT = 6_000_000;

  private static final int LARGE_BATCHES = 3;
  private static final List<Integer> SIZES =
      List.of(128, 192, 256, 320, 384, 448, 512, 640, 768, 1_024, 1_536, 2_048);

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public List<Row> run() throws InterruptedException {
    var rows = new ArrayList<Row>();
    try (var deployment = Deployment.open()) {
      for (var subject : Subject.functions()) {
        rows.addAll(resident(deployment, subject));
        rows.add(smallest(deployment, subject));
        Progress.say("memory: " + subject.module());
      }
    }
    return rows;
  }

  private static List<Row> resident(Deployment deployment, Subject subject)
      throws InterruptedException {
    var flags = Deployment.LAMBDA_FLAGS;
    var rows = new ArrayList<Row>();
    var node = deployment.node(subject, true);
    var reference = Optional.<Samples>empty();
    if (node.isPresent()) {
      reference = Optional.of(peaks(deployment, subject, node.get()));
      rows.add(row(subject, "Node", reference.get(), Optional.empty()));
    } else {
      rows.add(NodeReference.missing(subject.module()));
    }
    for (var ours :
        List.of(
            deployment.millrace("Millrace, plain flags", subject, true, flags),
            deployment.image("Millrace, image", subject, false))) {
      rows.add(row(subject, ours.name(), peaks(deployment, subject, ours), reference));
    }
    return rows;
  }

  private static Row row(Subject subject, String name, Samples peaks, Optional<Samples> reference) {
    var row =
        Row.of(
            "%s, most memory: %s".formatted(subject.module(), name),
            Samples.whole(peaks.median()) + " MiB",
            peaks.spread(Samples::whole),
            "%d batches of %s".formatted(BATCHES, Samples.whole(RECORDS)));
    return reference
        .map(node -> row.with(Goal.atMost(GOAL, peaks.median() / node.median(), " x Node")))
        .orElse(row);
  }

  private static Samples peaks(Deployment deployment, Subject subject, Contestant contestant)
      throws InterruptedException {
    var peaks = new double[Rounds.orElse(ROUNDS)];
    for (var round = 0; round < peaks.length; round++) {
      peaks[round] = peak(deployment, subject, contestant, RECORDS, BATCHES);
    }
    return new Samples(peaks);
  }

  private static double peak(
      Deployment deployment, Subject subject, Contestant contestant, int records, int batches)
      throws InterruptedException {
    var event = subject.event(records);
    var before = deployment.endpoint().tally();
    try (var child = Child.start(contestant, event)) {
      child.reply();
      for (var batch = 1; batch < batches; batch++) {
        child.invoke(event);
      }
      var peak = child.peakMiB();
      subject.check(child, deployment.endpoint().tally().minus(before), records, batches);
      return peak;
    }
  }

  /// Tries Lambda's sizes, from the smallest.
  private static Row smallest(Deployment deployment, Subject subject) throws InterruptedException {
    var records = (int) ((long) LARGEST_EVENT * RECORDS / subject.event(RECORDS).length);
    var title = subject.module() + ", smallest memory size";
    var remark = "%s records in an event of 6 MB, plain flags".formatted(Samples.whole(records));
    for (int size : SIZES) {
      var contestant =
          deployment
              .millrace("Millrace", subject, true, Deployment.flags(size))
              .with("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(size));
      try {
        var peak = peak(deployment, subject, contestant, records, LARGE_BATCHES);
        if (peak <= size) {
          return Row.of(
              title, size + " MiB", "", remark + "; " + Samples.whole(peak) + " MiB resident");
        }
      } catch (IllegalStateException e) {
        Progress.say("memory: %d MiB is too small: %s".formatted(size, e.getMessage()));
      }
    }
    return Row.of(title, "none", "", remark);
  }
}
