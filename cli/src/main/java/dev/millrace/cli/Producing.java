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
import java.time.Duration;
import picocli.CommandLine;
import software.amazon.awssdk.core.exception.SdkException;

/// What the commands under `millrace produce` share: records are sent, and told of.
final class Producing {

  static final String EXIT_0 = "0:everything was taken, until one of the limits or Ctrl-C";
  static final String EXIT_1 =
      "1:records were not taken, the last line tells how many, or a line could not be read";
  static final String EXIT_2 = "2:an option or a file cannot be used; nothing was sent";

  /// `RecordMaxBufferedTime` of the Kinesis Producer Library.
  private static final Duration PACKING_TIME = Duration.ofMillis(100);

  private final CommandLine commandLine;
  private final Session session;
  private final Progress progress;
  private final StatusLine status;

  Producing(CommandLine commandLine, Terminal terminal, Session session, Progress progress) {
    this.commandLine = commandLine;
    this.session = session;
    this.progress = progress;
    this.status = new StatusLine(commandLine.getOut(), terminal.ansi(), session::nanos);
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
    var out = commandLine.getOut();
    malformed.summary().forEach(out::println);
    out.println(production.tally(progress).summary(packed));
    out.flush();
    return failed || !malformed.isEmpty() ? 1 : 0;
  }

  private void complain(String line) {
    status.clear();
    commandLine.getErr().println(line);
    commandLine.getErr().flush();
  }
}
