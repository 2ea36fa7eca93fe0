package dev.millrace.pipelines;

import java.net.URI;
import java.util.Optional;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/// A LocalStack to test against: one that runs, or a container of its own.
///
/// @param url where it answers
/// @param container ended with the tests; nothing if somebody else runs LocalStack
record LocalStack(URI url, Optional<LocalStackContainer> container) implements AutoCloseable {

  /// The last one that starts without an account.
  private static final String IMAGE = "localstack/localstack:4.14.0";

  private static final String ENDPOINT = "LOCALSTACK_ENDPOINT_URL";
  private static final String IMAGE_PROPERTY = "millrace.localstack.image";
  private static final String PULL_PROPERTY = "millrace.localstack.pull";

  /// Finds or starts one; aborts the tests, with a reason, if there can be none.
  static LocalStack find() {
    var endpoint = System.getenv(ENDPOINT);
    if (endpoint != null && !endpoint.isEmpty()) {
      return new LocalStack(URI.create(endpoint), Optional.empty());
    }
    var image = System.getProperty(IMAGE_PROPERTY, IMAGE);
    var docker = Docker.find();
    if (docker.isEmpty()) {
      Outcomes.abort("no LocalStack: %s is not set, and there is no Docker".formatted(ENDPOINT));
    }
    var isHere = docker.flatMap(each -> each.has(image));
    if (isHere.isEmpty()) {
      Outcomes.abort(
          "no LocalStack: %s is not set, and Docker does not answer".formatted(ENDPOINT));
    }
    if (!isHere.orElseThrow() && !Boolean.getBoolean(PULL_PROPERTY)) {
      Outcomes.abort(
          "no LocalStack: %s is not set, and Docker has no image %s (docker pull it, or set -D%s=true)"
              .formatted(ENDPOINT, image, PULL_PROPERTY));
    }
    return start(image);
  }

  private static LocalStack start(String image) {
    var container =
        new LocalStackContainer(
            DockerImageName.parse(image).asCompatibleSubstituteFor("localstack/localstack"));
    container.start();
    return new LocalStack(container.getEndpoint(), Optional.of(container));
  }

  @Override
  public void close() {
    container.ifPresent(LocalStackContainer::close);
  }
}
