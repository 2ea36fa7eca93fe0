package dev.millrace.cli;

import dev.millrace.cli.consume.Position;
import dev.millrace.cli.consume.RecordWriter;
import dev.millrace.cli.consume.Tail;
import dev.millrace.cli.produce.Limits;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/// `millrace consume`.
@Command(
    name = "consume",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {
      "Prints the records of Kinesis streams as they come in, until Ctrl-C.",
      "",
      "All shards are read, children after their parents; what the Kinesis Producer Library packed"
          + " is taken apart.",
      "",
      "Examples:",
      "  millrace consume wildrydes",
      "  millrace consume wildrydes wildrydes-summary --from trim-horizon --until-idle",
      "  millrace consume nyc-taxi-trips --json --max 100 | jq .json.total_amount",
      "  millrace consume wildrydes --from 2026-01-31T12:00:00Z --duration 30s --aws",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the records were read, until one of the limits or Ctrl-C",
      "1:a stream cannot be read",
      "2:an option cannot be used; nothing was read"
    })
final class ConsumeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "STREAM", arity = "1..*", description = "The streams' names.")
  private List<String> streams = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "WHERE",
      description =
          "latest, trim-horizon, a time such as 2026-01-31T12:00:00Z, or with --shard a sequence"
              + " number (default: ${DEFAULT-VALUE}).")
  private String from = "latest";

  @Option(
      names = "--shard",
      paramLabel = "SHARD",
      description = "Read one shard only, by its id or its number, and not its children.")
  private @Nullable String shard;

  @ArgGroup private Shape shape = new Shape();

  @Option(names = "--max", paramLabel = "N", description = "End after so many records.")
  private long max = Long.MAX_VALUE;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "End after that time, such as 30s, 5m or PT30S.")
  private Duration duration = Limits.FOREVER;

  @Option(names = "--until-idle", description = "End when everything that is there was read.")
  private boolean untilIdle;

  @Mixin private AccessMixin access = new AccessMixin();

  private final Terminal terminal;
  private final OutputStream out;

  /// How records are printed; at most one.
  private static final class Shape {
    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        description =
            "line: shard, time, partition key and payload; json: an object for each record; raw:"
                + " the records' bytes as they are, packed or not (default: line).")
    private String format = "line";

    @Option(names = "--json", description = "The same as --format json.")
    private boolean json;

    RecordWriter.Format format() {
      return switch (json ? "json" : format) {
        case "line" -> RecordWriter.Format.LINE;
        case "json" -> RecordWriter.Format.JSON;
        case "raw" -> RecordWriter.Format.RAW;
        default -> throw new UsageException("--format must be line, json or raw, was " + format);
      };
    }
  }

  ConsumeCommand(Terminal terminal, OutputStream out) {
    this.terminal = terminal;
    this.out = out;
  }

  @Override
  public Integer call() {
    check();
    var position = position();
    var writer = new RecordWriter(out, shape.format(), streams.size() > 1, max);
    try (var session = terminal.session();
        var kinesis = access.access().to(KinesisClient.builder()).build()) {
      new Tail(kinesis, session, streams, Optional.ofNullable(shard), position)
          .run(new Tail.Until(duration, untilIdle), writer);
      return 0;
    }
  }

  private void check() {
    if (max < 1) {
      throw new UsageException("--max must be 1 or more, was " + max);
    }
    if (new HashSet<>(streams).size() < streams.size()) {
      throw new UsageException("a stream must be named once, was " + String.join(" ", streams));
    }
    if (shard != null && streams.size() > 1) {
      throw new UsageException("--shard needs one STREAM, were " + String.join(" ", streams));
    }
  }

  private Position position() {
    return switch (from.toLowerCase(Locale.ROOT)) {
      case "latest" -> new Position.Latest();
      case "trim-horizon" -> new Position.TrimHorizon();
      default -> from.matches("\\d{20,}") ? sequence() : time();
    };
  }

  private Position sequence() {
    if (shard == null) {
      throw new UsageException("--from with a sequence number needs --shard, was " + from);
    }
    return new Position.Sequence(from);
  }

  private Position time() {
    try {
      return new Position.At(Instant.parse(from));
    } catch (DateTimeParseException e) {
      throw new UsageException(
          "--from must be latest, trim-horizon, a time such as 2026-01-31T12:00:00Z or a sequence"
              + " number, was "
              + from);
    }
  }
}
