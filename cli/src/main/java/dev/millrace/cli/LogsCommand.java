package dev.millrace.cli;

import dev.millrace.cli.text.Payload;
import dev.millrace.common.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `millrace logs`.
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Prints what a function of a running stack has logged.%n")
final class LogsCommand implements Callable<Integer> {

  private static final Duration POLL = Duration.ofSeconds(1);

  @Parameters(paramLabel = "FUNCTION", description = "The function's name.")
  private String function = "";

  @Option(names = "--follow", description = "Go on printing until Ctrl-C.")
  private boolean follow;

  @Option(names = "--json", description = "Print an object per line that was logged.")
  private boolean json;

  @Mixin private AccessMixin access = new AccessMixin();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Pause pause;

  LogsCommand(Pause pause) {
    this.pause = pause;
  }

  @Override
  public Integer call() throws InterruptedException {
    var out = spec.commandLine().getOut();
    try (var log = new FunctionLogReader(access.access(), function)) {
      do {
        log.next().forEach(entry -> out.println(json ? json(entry) : entry.text()));
        out.flush();
      } while (follow && pause.after(POLL));
    }
    return 0;
  }

  private String json(FunctionLogReader.Entry entry) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("function", function);
    fields.put("time", entry.time().toString());
    Payload.of(entry.text().getBytes(StandardCharsets.UTF_8)).addTo(fields);
    return Json.write(fields);
  }
}
