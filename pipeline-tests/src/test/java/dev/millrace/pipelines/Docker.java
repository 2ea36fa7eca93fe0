package dev.millrace.pipelines;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Docker on this machine, asked for what it has.
///
/// Testcontainers would look for seconds for a daemon that is not there, and for minutes for an
/// image.
record Docker(SocketAddress address) {

  private static final int PATIENCE_SECONDS = 5;

  /// The one that `DOCKER_HOST` names, or at a usual place.
  static Optional<Docker> find() {
    var host = System.getenv("DOCKER_HOST");
    if (host != null && !host.isEmpty()) {
      return Optional.of(new Docker(address(URI.create(host))));
    }
    return Optional.of(Path.of("/var/run/docker.sock"))
        .filter(Files::exists)
        .map(socket -> new Docker(UnixDomainSocketAddress.of(socket)));
  }

  private static SocketAddress address(URI host) {
    return "unix".equals(host.getScheme())
        ? UnixDomainSocketAddress.of(host.getPath())
        : new InetSocketAddress(host.getHost(), host.getPort());
  }

  /// Whether an image is here; nothing if there is no answer.
  Optional<Boolean> has(String image) {
    var status = CompletableFuture.supplyAsync(() -> status(image), Thread::startVirtualThread);
    try {
      return status.get(PATIENCE_SECONDS, TimeUnit.SECONDS).map(line -> line.contains(" 200 "));
    } catch (TimeoutException | ExecutionException _) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Optional<String> status(String image) {
    try (var channel = SocketChannel.open(address);
        var answer = new BufferedReader(Channels.newReader(channel, US_ASCII))) {
      var request = "GET /images/%s/json HTTP/1.0\r\nHost: docker\r\n\r\n".formatted(image);
      channel.write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
      return Optional.ofNullable(answer.readLine());
    } catch (IOException _) {
      // whatever it is, there is no Docker to use
      return Optional.empty();
    }
  }
}
