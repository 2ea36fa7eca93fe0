package dev.millrace.cli;

import dev.millrace.cli.aws.Access;
import dev.millrace.local.stack.OutsideServices;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a user can do with a stack that is up.
record Invitation(
    URI endpoint, OutsideServices outside, Optional<URI> openSearch, List<String> functions) {

  Invitation(RunningStack stack, OutsideServices outside) {
    this(stack.endpoint(), outside, stack.openSearch(), stack.functions());
  }

  void print(PrintWriter out) {
    out.println();
    out.println("The stack is up at " + endpoint + " until Ctrl-C.");
    out.println("Look at it in a browser: " + endpoint + "/_millrace/");
    out.println("Try from another shell:");
    out.println();
    out.println(
        "  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION="
            + Access.REGION);
    out.println(
        "  aws --endpoint-url "
            + endpoint
            + " cloudformation list-stack-resources --stack-name millrace");
    out.println("  ./millrace stats --endpoint-url " + endpoint);
    functions.stream()
        .limit(1)
        .forEach(name -> out.println("  ./millrace logs " + name + " --endpoint-url " + endpoint));
    out.println("  ./millrace query 'SHOW TABLES' --endpoint-url " + endpoint);
    openSearch.ifPresent(url -> out.println("  curl " + url + "/_cat/indices"));
    if (!outside.urls().isEmpty()) {
      out.println();
    }
    outside.urls().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each ->
            out.println("Not in the stack: " + each.getKey().id() + " is at " + each.getValue()));
    out.flush();
  }
}
