package dev.millrace.cli.consume;

import dev.millrace.cli.live.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;

/// Reads streams until nothing more is wanted, they are at their end, or the session is over.
public final class Tail {

  private final Session session;
  private final List<StreamTail> streams = new ArrayList<>();

  /// @param shard the one that alone is read; empty for all
  /// @throws ConsumeException if a stream does not have it
  public Tail(
      KinesisClient kinesis,
      Session session,
      List<String> names,
      Optional<String> shard,
      Position position) {
    this.session = session;
    names.forEach(name -> streams.add(new StreamTail(kinesis, session, name, shard, position)));
  }

  /// What takes records.
  @FunctionalInterface
  public interface Sink {

    /// Takes a record.
    ///
    /// @return whether another one is wanted
    boolean take(String stream, String shard, Record record);
  }

  /// How long to go on.
  ///
  /// @param duration at most
  /// @param untilIdle only until everything that is there was read
  public record Until(Duration duration, boolean untilIdle) {}

  /// Hands every record to the sink; those of a shard in their order.
  public void run(Until until, Sink sink) {
    var begin = session.nanos();
    while (!session.isOver() && !isDone(until)) {
      var left = until.duration().minusNanos(session.nanos() - begin);
      if (!left.isPositive() || !readAll(sink)) {
        return;
      }
      var next = untilNext();
      var wait = next.compareTo(left) < 0 ? next : left;
      if (wait.isPositive() && !isDone(until)) {
        session.pause(wait);
      }
    }
  }

  private boolean isDone(Until until) {
    return streams.stream().allMatch(StreamTail::isEnded)
        || (until.untilIdle() && readers().stream().allMatch(ShardReader::isCaughtUp));
  }

  private List<ShardReader> readers() {
    return streams.stream().flatMap(stream -> stream.readers().stream()).toList();
  }

  private Duration untilNext() {
    var now = session.nanos();
    return readers().stream()
        .map(reader -> reader.untilDue(now))
        .min(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private boolean readAll(Sink sink) {
    for (var stream : streams) {
      for (var reader : stream.readers()) {
        if (!reader.untilDue(session.nanos()).isPositive() && !read(stream, reader, sink)) {
          return false;
        }
      }
      stream.advance();
    }
    return true;
  }

  private static boolean read(StreamTail stream, ShardReader reader, Sink sink) {
    for (var record : reader.read()) {
      if (!sink.take(stream.stream(), reader.shard(), record)) {
        return false;
      }
    }
    return true;
  }
}
