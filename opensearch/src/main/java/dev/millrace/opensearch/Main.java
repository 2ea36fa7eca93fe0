package dev.millrace.opensearch;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.opensearch.node.NodeValidationException;

/// Runs a node until its parent lets go of it.
///
/// It prints one line when it is ready, `ready PORT`, and ends when its standard input does:
/// whether the parent closes it or is gone.
public final class Main {

  private static final long PATIENCE_SECONDS = 10;

  private Main() {}

  /// Starts the node and waits.
  ///
  /// @param args the directory that holds the node's data
  public static void main(String[] args)
      throws IOException, NodeValidationException, InterruptedException {
    if (args.length != 1) {
      throw new IllegalArgumentException("one directory must be named, was " + args.length);
    }
    var data = Files.createDirectories(Path.of(args[0]));
    try (var file = FileChannel.open(data.resolve("lock"), CREATE, WRITE);
        // held by a node whose parent was killed, until it has ended
        var _ = file.lock()) {
      run(LocalNode.in(data));
    }
    // a thread of the node must not outlive it
    System.exit(0);
  }

  private static void run(LocalNode node)
      throws IOException, NodeValidationException, InterruptedException {
    try (node) {
      node.start();
      node.awaitIndices();
      System.out.println("ready " + node.port());
      while (System.in.read() >= 0) {
        // whatever the parent says, only its end counts
      }
    }
    node.awaitClose(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
