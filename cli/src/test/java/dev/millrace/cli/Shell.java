package dev.millrace.cli;

import dev.millrace.cli.fake.FakeStack;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The command line over a fake stack, with its output caught.
final class Shell implements Terminal.Ending {

  final FakeStack stack = new FakeStack();
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  final List<Runnable> exits = new ArrayList<>();
  boolean ansi;
  int waits;
  Pause pause = _ -> false;

  int execute(String... arguments) {
    return Main.commandLine(stack, _ -> stack.clients(), new Terminal(ansi, this), pause)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  /// `run` with a template that is there.
  int run(Object... arguments) {
    return execute(
        Stream.concat(
                Stream.of("run", "--template", "pom.xml"),
                Stream.of(arguments).map(String::valueOf))
            .toArray(String[]::new));
  }

  @Override
  public void onExit(Runnable task) {
    exits.add(task);
  }

  @Override
  public void await() {
    waits++;
  }
}
