package dev.millrace.cli;

import dev.millrace.cli.aws.AwsClients;
import dev.millrace.cli.query.QueryEngine;
import dev.millrace.cli.query.ResultFormat;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
      "Answers SQL over the tables of a running stack's Glue catalog.",
      "",
      "The tables' objects are fetched from S3 and read by DuckDB, whose SQL is close to Athena's."
          + " SELECT, WITH, SHOW and DESCRIBE are answered; nothing can be changed.",
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

  @Option(
      names = "--output",
      paramLabel = "table|csv|json",
      description = "How rows are printed; json is one object per line (default: table).")
  private String output = "table";

  @Mixin private EndpointMixin endpoint = new EndpointMixin();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Function<URI, AwsClients> clients;

  QueryCommand(Function<URI, AwsClients> clients) {
    this.clients = clients;
  }

  @Override
  public Integer call() throws InterruptedException {
    var format = format();
    var uri = endpoint.uri();
    try (var api = new StackApi(uri);
        var aws = clients.apply(uri);
        var engine =
            QueryEngine.open(
                (action, parameters) -> glue(api, action, parameters),
                aws.s3(),
                Clock.systemUTC())) {
      var out = spec.commandLine().getOut();
      format.print(engine.answer(sql, database), out);
      out.flush();
      return 0;
    }
  }

  private ResultFormat format() {
    try {
      return ResultFormat.named(output);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--output " + e.getMessage());
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
