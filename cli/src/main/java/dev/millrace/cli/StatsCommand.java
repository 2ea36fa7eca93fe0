package dev.millrace.cli;

import dev.millrace.cli.stats.Stats;
import dev.millrace.cli.stats.StatsClients;
import dev.millrace.cli.stats.StatsReader;
import dev.millrace.cli.stats.StatsText;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `millrace stats`.
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {
      "Shows what the streams, functions, mappings and delivery streams of a running stack have done"
          + " in the last minutes, by the stack's clock.",
      "",
      "Examples:",
      "  millrace stats",
      "  millrace stats --watch",
      "  millrace stats --last 1h",
      "  millrace stats --json --aws | jq '.functions[] | select(.errors > 0)'",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the stack told everything",
      "1:the stack did not answer as it should",
      "2:an option cannot be used"
    })
final class StatsCommand implements Callable<Integer> {

  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J";

  @Option(names = "--json", description = "Print one JSON object instead of tables.")
  private boolean json;

  @Option(names = "--watch", description = "Look again every five seconds, until Ctrl-C.")
  private boolean watch;

  @Option(
      names = "--last",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How far to look back, in whole minutes, such as 15m or 1h (default: 5m).")
  private Duration last = Duration.ofMinutes(5);

  @Mixin private AccessMixin access = new AccessMixin();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Terminal terminal;
  private final Pause pause;

  StatsCommand(Terminal terminal, Pause pause) {
    this.terminal = terminal;
    this.pause = pause;
  }

  @Override
  public Integer call() throws InterruptedException {
    check();
    try (var clients = StatsClients.of(access.access())) {
      var reader = new StatsReader(clients, last);
      do {
        print(reader.read());
      } while (watch && pause.after(EVERY));
      return 0;
    }
  }

  private void check() {
    var isWhole = last.equals(last.truncatedTo(ChronoUnit.MINUTES));
    if (!isWhole || last.compareTo(LONGEST) > 0) {
      throw new UsageException("--last must be whole minutes, at most 24 hours, was " + last);
    }
  }

  private void print(Stats stats) {
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(StatsText.json(stats));
    } else {
      if (watch && terminal.ansi()) {
        out.print(CLEAR_SCREEN);
      }
      StatsText.lines(stats).forEach(out::println);
    }
    out.flush();
  }
}
