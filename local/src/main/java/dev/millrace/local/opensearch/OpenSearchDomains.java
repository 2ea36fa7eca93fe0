package dev.millrace.local.opensearch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The OpenSearch domains of one stack. The node starts with the first of them.
///
/// Deviates from AWS: all domains are one node, so that they share their indices; it speaks plain
/// HTTP and authorises everything; there are no Painless scripts, plugins, Dashboards or snapshots,
/// and no API that makes or describes domains.
public final class OpenSearchDomains implements AutoCloseable {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{2,27}");

  private final Optional<Path> folder;
  private final String arnPrefix;
  private final Set<String> names = new HashSet<>();
  private @Nullable OpenSearchNode node;
  private @Nullable Path temporary;

  /// @param folder where the indices are kept; empty to keep them as long as the stack
  public OpenSearchDomains(Optional<Path> folder, String region, String account) {
    this.folder = folder;
    this.arnPrefix = "arn:aws:es:" + region + ":" + account + ":domain/";
  }

  /// Makes a domain; without effect if it is there.
  ///
  /// @return its ARN
  /// @throws IllegalArgumentException if no domain can be called that
  /// @throws OpenSearchException if OpenSearch does not start
  public synchronized String create(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a domain's name must have 3 to 28 lower-case letters, digits and hyphens, and begin with"
              + " a letter, was "
              + name);
    }
    if (node == null) {
      node = OpenSearchNode.start(OpenSearchBuild.ofThisMillrace(), data());
    }
    names.add(name);
    return arnPrefix + name;
  }

  /// Where a domain answers.
  ///
  /// @param domainArn such as `arn:aws:es:us-east-1:000000000000:domain/logs`
  /// @return nothing if there is no such domain
  public synchronized Optional<URI> endpoint(String domainArn) {
    return domainArn.startsWith(arnPrefix)
            && names.contains(domainArn.substring(arnPrefix.length()))
        ? endpoint()
        : Optional.empty();
  }

  /// Where every domain answers; nothing if there is none.
  public synchronized Optional<URI> endpoint() {
    return Optional.ofNullable(node).map(OpenSearchNode::endpoint);
  }

  /// Stops OpenSearch.
  @Override
  public synchronized void close() {
    if (node != null) {
      node.close();
      node = null;
    }
    names.clear();
    if (temporary != null) {
      delete(temporary);
      temporary = null;
    }
  }

  private Path data() {
    try {
      if (folder.isPresent()) {
        return Files.createDirectories(folder.get());
      }
      temporary = Files.createTempDirectory("millrace-opensearch");
      return temporary;
    } catch (IOException e) {
      throw new OpenSearchException("there is no directory for OpenSearch's indices: " + e, e);
    }
  }

  private static void delete(Path directory) {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new OpenSearchException(directory + " cannot be deleted", e);
    }
  }
}
