package dev.millrace.cli.replay;

import java.io.PrintWriter;

/// Who is told what came of failure messages.
public sealed interface ReplayReport {

  void message(Replayed message);

  void end(String summary);

  /// Lines for eyes.
  record Words(PrintWriter out) implements ReplayReport {

    @Override
    public void message(Replayed message) {
      message.lines().forEach(out::println);
      out.flush();
    }

    @Override
    public void end(String summary) {
      out.println(summary);
      out.flush();
    }
  }

  /// An object per message; the summary goes elsewhere.
  record JsonLines(PrintWriter out, PrintWriter words) implements ReplayReport {

    @Override
    public void message(Replayed message) {
      out.println(message.json());
      out.flush();
    }

    @Override
    public void end(String summary) {
      words.println(summary);
      words.flush();
    }
  }
}
