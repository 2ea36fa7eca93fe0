package dev.millrace.local.services;

import dev.millrace.local.Checkpoint;
import dev.millrace.local.gateway.Route;
import dev.millrace.local.gateway.Signing;
import java.net.URI;
import java.nio.file.Path;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.Bucket;

/// S3: S3Proxy on a port of its own, reached through the gateway, path-style.
///
/// Deviates from AWS: signatures are not checked; bucket notifications and tagging are answered
/// with 501, and so is versioning in a directory (S3Proxy 4.1.0).
public final class S3Service implements AutoCloseable {

  private final ReplaceableBlobStore store;
  private final S3Proxy server;
  private final Handler handler;

  private S3Service(ReplaceableBlobStore store, S3Proxy server) {
    this.store = store;
    this.server = server;
    this.handler = new ReverseProxy(server.getPort());
  }

  /// Starts with no buckets; they are gone when it closes.
  public static S3Service start() {
    return start(new TransientNio2BlobStore());
  }

  /// Serves the directories in `directory` as buckets, and keeps objects there as files.
  public static S3Service start(Path directory) {
    return start(new FilesystemNio2BlobStore(directory.toString()));
  }

  private static S3Service start(BlobStore first) {
    var store = new ReplaceableBlobStore(first);
    var server =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.NONE, null, null)
            .ignoreUnknownHeaders(true)
            .stopTimeout(0)
            .build();
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("S3Proxy did not start", e);
    }
    return new S3Service(store, server);
  }

  /// Its part of the gateway. To be added last.
  public Route route() {
    return new Route(S3Service::accepts, handler);
  }

  /// Whether a request may be for S3: it names no other service.
  static boolean accepts(Request request) {
    return request.getHeaders().get("X-Amz-Target") == null
        && Signing.service(request).map("s3"::equals).orElse(true);
  }

  /// The way back to the buckets as they are now, empty; not for those in a directory.
  public Checkpoint checkpoint() {
    var buckets = store.list().buckets().stream().map(Bucket::name).toList();
    return () -> {
      var empty = new TransientNio2BlobStore();
      buckets.forEach(empty::createContainer);
      store.become(empty);
    };
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("S3Proxy did not stop", e);
    }
  }
}
