package dev.millrace.cli.check;

import dev.millrace.cli.aws.AwsClients;
import dev.millrace.cli.aws.Bucket;
import dev.millrace.cli.aws.Queue;
import java.util.ArrayList;
import java.util.List;

/// What must not come out of any pipeline: batches given up, and records that could not be
/// delivered.
final class Leftovers {

  private static final String QUEUE = "pipeline-failures";
  private static final int SHOWN = 5;
  private static final int SHOWN_LENGTH = 300;

  private static final List<String> ERROR_PREFIXES =
      List.of("score-logs-error/", "wildrydes-error/", "nyctaxitripserror/");

  private Leftovers() {}

  static Section read(AwsClients clients, Bucket bucket) {
    var failures = new Queue(clients.sqs(), QUEUE).bodies();
    var checks = new ArrayList<Check>();
    checks.add(Check.equal("messages in " + QUEUE, 0, failures.size()));
    for (var prefix : ERROR_PREFIXES) {
      checks.add(Check.equal("objects under " + prefix, 0, bucket.count(prefix)));
    }
    var shown =
        failures.stream()
            .limit(SHOWN)
            .map(body -> body.substring(0, Math.min(SHOWN_LENGTH, body.length())))
            .toList();
    return new Section("All pipelines", checks, shown);
  }
}
