package dev.millrace.cli.dashboard;

import dev.millrace.cli.aws.Access;
import dev.millrace.cli.replay.FailureMessages;
import dev.millrace.cli.replay.Replay;
import dev.millrace.cli.replay.ReplayClients;
import dev.millrace.cli.replay.Target;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// The failure messages in the queues of a stack, as `millrace replay` sees them.
final class Failures {

  private final Access access;

  /// @param endpoint of the stack
  Failures(URI endpoint) {
    this.access = Access.at(endpoint);
  }

  /// What the messages of a queue stand for, in lines of text. They stay in the queue.
  List<String> show(String queue) {
    return replay(queue, false);
  }

  /// Sends what the messages stand for to the functions that gave it up, and removes those that
  /// were taken. What came of it, in lines of text.
  List<String> replay(String queue) {
    return replay(queue, true);
  }

  private List<String> replay(String queue, boolean again) {
    var text = new StringWriter();
    try (var clients = ReplayClients.of(access);
        var out = new PrintWriter(text)) {
      var url = clients.sqs().getQueueUrl(request -> request.queueName(queue)).queueUrl();
      var messages = FailureMessages.of(url, clients);
      try {
        Optional<Target> target =
            again ? Optional.of(new Target.ToFunction(clients.lambda(), "")) : Optional.empty();
        var _ = new Replay(clients, messages, target, false, again, out).run();
      } finally {
        messages.close();
      }
    }
    return text.toString().lines().toList();
  }
}
