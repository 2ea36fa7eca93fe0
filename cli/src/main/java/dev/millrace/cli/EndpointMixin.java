package dev.millrace.cli;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option of every command that asks a running stack.
final class EndpointMixin {

  private static final String DEFAULT = "http://127.0.0.1:4566";

  @Option(
      names = {"--endpoint-url", "--endpoint"},
      paramLabel = "URL",
      description =
          "Where the stack answers (default: the variable AWS_ENDPOINT_URL, else " + DEFAULT + ").")
  private @Nullable String endpoint;

  /// @throws UsageException if it is no URL of a server
  URI uri() {
    var text = endpoint != null ? endpoint : System.getenv("AWS_ENDPOINT_URL");
    try {
      var uri = new URI(text == null ? DEFAULT : text);
      if (uri.getHost() != null && String.valueOf(uri.getScheme()).startsWith("http")) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new UsageException("--endpoint-url must be an http URL: " + e.getMessage());
    }
    throw new UsageException(
        "--endpoint-url must be an http URL such as " + DEFAULT + ", was " + text);
  }
}
