package dev.millrace.cli.replay;

import dev.millrace.cli.feed.FeedException;
import dev.millrace.local.mapping.FailedBatch;
import dev.millrace.local.mapping.FailedRecords;
import dev.millrace.local.mapping.FailedRecords.Found;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/// Shows what failure messages stand for, and sends it again.
///
/// @param target empty to show only
/// @param all whether records count that lie between those of a batch and were filtered out
/// @param remove whether a message is removed once its records were taken
public record Replay(
    ReplayClients clients,
    FailureMessages messages,
    Optional<Target> target,
    boolean all,
    boolean remove,
    ReplayReport report) {

  /// Tells of it in words.
  public Replay(
      ReplayClients clients,
      FailureMessages messages,
      Optional<Target> target,
      boolean all,
      boolean remove,
      PrintWriter out) {
    this(clients, messages, target, all, remove, new ReplayReport.Words(out));
  }

  /// Goes through all messages; a message that fails does not stop those after it.
  ///
  /// @return whether every one of them did what it should
  public boolean run() {
    var failed = 0;
    var found = messages.all();
    for (var message : found) {
      var replayed = new Replayed(message.place());
      try {
        one(message, replayed);
      } catch (IllegalArgumentException | ReplayException | FeedException | SdkException failure) {
        failed++;
        replayed.failed(String.valueOf(failure.getMessage()));
      }
      report.message(replayed);
    }
    report.end(summary(found.size(), failed));
    return failed == 0;
  }

  private void one(FailureMessages.Found message, Replayed replayed) {
    var batch = FailedBatch.parse(message.body());
    replayed.standsFor(batch);
    var records = records(batch);
    replayed.has(records);
    target.ifPresent(to -> {
      replayed.taken(to.send(batch, records));
      if (remove) {
        message.done().run();
        replayed.removed();
      }
    });
  }

  private List<Found> records(FailedBatch batch) {
    if (batch.event().isPresent()) {
      return FailedRecords.of(batch.event().get());
    }
    var found = new FailedRecords(clients.kinesis(), clients.streams(), role(batch)).in(batch);
    if (found.size() < batch.size()) {
      throw new ReplayException(
          "%d of %d records have left the stream"
              .formatted(batch.size() - found.size(), batch.size()));
    }
    if (found.size() > batch.size() && !all) {
      throw new ReplayException(
          "the batch had %d records, from its first to its last there are %d: the mapping filtered"
                  .formatted(batch.size(), found.size())
              + " the others out; --all takes them all");
    }
    return found;
  }

  /// Empty if the function is gone: only the event's `invokeIdentityArn` needs it.
  private String role(FailedBatch batch) {
    try {
      var function =
          clients.lambda().getFunction(request -> request.functionName(batch.functionName()));
      return Optional.ofNullable(function.configuration().role()).orElse("");
    } catch (ResourceNotFoundException _) {
      return "";
    }
  }

  private String summary(int messages, int failed) {
    var done = "%d message%s, %d failed".formatted(messages, messages == 1 ? "" : "s", failed);
    return target.isPresent() || messages == 0
        ? done
        : done + "; --invoke sends them to their function again, --stream NAME to a stream";
  }
}
