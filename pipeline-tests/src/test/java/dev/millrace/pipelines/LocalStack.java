package dev.millrace.pipelines;

import com.github.dockerjava.api.exception.NotFoundException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
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
    if (!mayHaveDocker()) {
      Outcomes.abort("no LocalStack: %s is not set, and there is no Docker".formatted(ENDPOINT));
    }
    return start(System.getProperty(IMAGE_PROPERTY, IMAGE));
  }

  /// Looks at a file or two: Testcontainers would look for seconds.
  private static boolean mayHaveDocker() {
    return System.getenv("DOCKER_HOST") != null
        || Files.exists(Path.of("/var/run/docker.sock"))
        || Files.exists(Path.of(System.getProperty("user.home"), ".docker", "run", "docker.sock"));
  }

  private static LocalStack start(String image) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      Outcomes.abort(
          "no LocalStack: %s is not set, and Docker does not answer".formatted(ENDPOINT));
    }
    // an absent image would be asked for again and again, for minutes
    if (!Boolean.getBoolean(PULL_PROPERTY) && !isHere(image)) {
      Outcomes.abort(
          "no LocalStack: %s is not set, and Docker has no image %s (docker pull it, or set -D%s=true)"
              .formatted(ENDPOINT, image, PULL_PROPERTY));
    }
    var container =
        new LocalStackContainer(
            DockerImageName.parse(image).asCompatibleSubstituteFor("localstack/localstack"));
    container.start();
    return new LocalStack(container.getEndpoint(), Optional.of(container));
  }

  private static boolean isHere(String image) {
    try {
      DockerClientFactory.lazyClient().inspectImageCmd(image).exec();
      return true;
    } catch (NotFoundException _) {
      return false;
    }
  }

  @Override
  public void close() {
    container.ifPresent(LocalStackContainer::close);
  }
}
