package dev.millrace.local.firehose;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where and how a delivery stream indexes documents: the settings, checked.
///
/// @param place of the cluster
/// @param retries how long a delivery is retried
record OpenSearchDestination(
    Place place,
    String index,
    IndexRotationPeriod rotation,
    Buffering buffering,
    Duration retries,
    DocumentIdOptions.Format ids) {

  static final String PATH = "amazonopensearchserviceDestinationConfiguration";

  private static final int MOST_MEBIBYTES = 100;
  private static final int LONGEST_NAME = 80;
  private static final Pattern INDEX =
      Pattern.compile("[^A-Z\\s\"*+/\\\\|?#><,:_.-][^A-Z\\s\"*+/\\\\|?#><,:]*");
  private static final Pattern DOMAIN =
      Pattern.compile("arn:[\\w-]+:es:[\\w-]*:\\d*:domain/[a-z][a-z0-9-]+");

  /// Where a cluster is.
  sealed interface Place {

    record At(URI endpoint) implements Place {}

    record Domain(String arn) implements Place {}
  }

  /// @throws dev.millrace.local.gateway.AwsException naming the parameter that breaks a rule, or is
  ///   not supported
  static OpenSearchDestination of(OpenSearch config) {
    if (config.typeName() != null && !config.typeName().isEmpty()) {
      throw Refusal.argument(
          "TypeName must be left out or empty, for OpenSearch has no types, was '%s'",
          config.typeName());
    }
    var name = config.indexName();
    if (name.length() > LONGEST_NAME || !INDEX.matcher(name).matches()) {
      throw Refusal.argument(
          "IndexName must be the name of an index: at most %d characters, none of them upper case,"
              + " white space or one of \"*+/\\|?#><,: and the first one none of _-. was '%s'",
          LONGEST_NAME, name);
    }
    return new OpenSearchDestination(
        place(config.clusterEndpoint(), config.domainARN()),
        name,
        Merge.or(config.indexRotationPeriod(), IndexRotationPeriod.OneDay),
        Buffering.of(config.bufferingHints(), PATH, 1, MOST_MEBIBYTES, 5),
        RetryOptions.duration(config.retryOptions(), PATH),
        Merge.or(config.documentIdOptions(), DocumentIdOptions.USUAL).defaultDocumentIdFormat());
  }

  private static Place place(@Nullable String endpoint, @Nullable String domain) {
    if ((endpoint == null) == (domain == null)) {
      throw Refusal.argument(
          "Either ClusterEndpoint or DomainARN must be given, were %s",
          endpoint == null ? "neither" : "both");
    }
    if (domain != null) {
      if (!DOMAIN.matcher(domain).matches()) {
        throw Refusal.argument(
            "DomainARN must be arn:aws:es:<region>:<account>:domain/<name>, was '%s'", domain);
      }
      return new Place.Domain(domain);
    }
    try {
      var uri = new URI(Merge.or(endpoint, ""));
      if (uri.getHost() != null && uri.getScheme().matches("https?")) {
        return new Place.At(uri);
      }
    } catch (URISyntaxException _) {
      // said below
    }
    throw Refusal.argument(
        "ClusterEndpoint must be a URL such as https://search.example.com, was '%s'", endpoint);
  }

  /// The index of a record that arrived at that time.
  String index(Instant arrival) {
    return index + rotation.suffix(arrival);
  }
}
