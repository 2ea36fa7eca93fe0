package dev.millrace.cli;

import dev.millrace.cli.query.FileFormat;
import dev.millrace.cli.query.QueryEngine;
import dev.millrace.cli.query.ResultFile;
import dev.millrace.cli.query.ResultFormat;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `millrace query`.
@Command(
    name = "query",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {
      "Answers SQL over the tables of a Glue catalog, in a running stack or an account.",
      "",
      "The tables' objects are fetched from S3 and read by DuckDB, whose SQL is close to Athena's."
          + " SELECT, WITH, SHOW and DESCRIBE are answered; nothing can be changed.",
      "",
      "Examples:",
      "  millrace query 'SHOW TABLES'",
      "  millrace query \"SELECT * FROM kinesislab.readings LIMIT 5\" --json | jq .name",
      "  millrace query 'SELECT * FROM kinesislab.nyctaxitrips' --output trips.parquet",
      ""
    })
final class QueryCommand implements Callable<Integer> {

  private static final String NOT_FOUND = "EntityNotFoundException";

  @Parameters(paramLabel = "SQL", description = "The statement.")
  private String sql = "";

  @Option(
      names = "--database",
      paramLabel = "NAME",
      description =
          "Where tables are that no database is named for (default: the only database, else"
              + " default).")
  private @Nullable String database;

  @ArgGroup private Shape shape = new Shape();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "Write the rows to a file: .csv, .json or .jsonl (an object per line), or .parquet.")
  private @Nullable Path output;

  @Option(names = "--force", description = "Replace the file of --output if it is there.")
  private boolean force;

  @Mixin private AccessMixin access = new AccessMixin();

  @Spec private CommandSpec spec = CommandSpec.create();

  /// How rows are written; at most one.
  private static final class Shape {
    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        description =
            "table, csv or json, which is an object per line (default: table); with --output csv,"
                + " json or parquet (default: as the file's name ends).")
    private @Nullable String format;

    @Option(names = "--json", description = "The same as --format json.")
    private boolean json;

    Optional<String> name() {
      return json ? Optional.of("json") : Optional.ofNullable(format);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    var answer = output == null ? printed() : written(output);
    var place = access.access();
    try (var api = new StackApi(place, "glue");
        var s3 = place.s3();
        var engine =
            QueryEngine.open(
                (action, parameters) -> glue(api, action, parameters), s3, Clock.systemUTC())) {
      answer.of(engine);
      return 0;
    }
  }

  private interface Answer {
    void of(QueryEngine engine) throws InterruptedException;
  }

  private Answer printed() {
    if (force) {
      throw new UsageException("--force needs --output");
    }
    var format = checked("--format ", () -> ResultFormat.named(shape.name().orElse("table")));
    var out = spec.commandLine().getOut();
    return engine -> {
      format.print(engine.answer(sql, database), out);
      out.flush();
    };
  }

  private Answer written(Path path) {
    var name = shape.name();
    var format =
        name.isPresent()
            ? checked("--format ", () -> FileFormat.named(name.get()))
            : checked("--output ", () -> FileFormat.of(path));
    var file = checked("--output ", () -> new ResultFile(path, format, force));
    var err = spec.commandLine().getErr();
    return engine -> {
      var rows = engine.export(sql, database, file);
      err.println("%,d %s in %s".formatted(rows, rows == 1 ? "row" : "rows", path));
      err.flush();
    };
  }

  private static <T> T checked(String option, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + e.getMessage());
    }
  }

  private static Optional<JsonNode> glue(
      StackApi api, String action, Map<String, String> parameters) throws InterruptedException {
    return switch (api.call("AWSGlue." + action, parameters)) {
      case StackApi.Answer.Given given -> Optional.of(given.body());
      case StackApi.Answer.Refused refused -> {
        if (refused.type().equals(NOT_FOUND)) {
          yield Optional.empty();
        }
        throw new StackException(refused.message());
      }
    };
  }
}
