package dev.millrace.cli;

import dev.millrace.cli.feed.FeedException;
import dev.millrace.cli.feed.Feeder;
import dev.millrace.cli.feed.Progress;
import dev.millrace.cli.input.Input;
import dev.millrace.cli.live.Session;
import dev.millrace.cli.live.StatusLine;
import dev.millrace.cli.produce.Limits;
import dev.millrace.cli.produce.Production;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine;
import software.amazon.awssdk.core.exception.SdkException;

/// Sends the records of a command under `millrace produce`, and tells of it.
final class Producing {

  /// `RecordMaxBufferedTime` of the Kinesis Producer Library.
  private static final Duration PACKING_TIME = Duration.ofMillis(100);

  private final CommandLine commandLine;
  private final Session session;
  private final Progress progress;
  private final boolean json;

  /// What is for eyes.
  private final PrintWriter words;

  private final StatusLine status;

  Producing(
      CommandLine commandLine,
      Terminal terminal,
      Session session,
      Progress progress,
      boolean json) {
    this.commandLine = commandLine;
    this.session = session;
    this.progress = progress;
    this.json = json;
    this.words = json ? commandLine.getErr() : commandLine.getOut();
    this.status = new StatusLine(words, terminal.ansi(), session::nanos);
  }

  /// Sends an input.
  ///
  /// @param packed whether records wait for others to be packed with
  /// @return the exit code
  <T> int run(Input<T> input, Feeder<T> feeder, Limits limits, boolean packed) {
    var malformed = new MalformedLines(this::complain);
    var production =
        new Production<>(feeder, limits, packed ? PACKING_TIME : Duration.ZERO, session);
    var failed = false;
    try {
      production.run(
          input, malformed, () -> status.show(() -> production.tally(progress).progress()));
    } catch (FeedException | SdkException | IOException e) {
      failed = true;
      complain(commandLine.getCommandSpec().qualifiedName() + ": " + e.getMessage());
    }
    status.clear();
    malformed.summary().forEach(words::println);
    words.flush();
    var tally = production.tally(progress);
    var out = commandLine.getOut();
    out.println(json ? tally.json(packed) : tally.summary(packed));
    out.flush();
    return failed || !malformed.isEmpty() ? 1 : 0;
  }

  private void complain(String line) {
    status.clear();
    commandLine.getErr().println(line);
    commandLine.getErr().flush();
  }
}
