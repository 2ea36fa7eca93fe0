package dev.millrace.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// An archive of what a JVM has loaded and linked, for one function.
final class AotCache {

  private static final int EVENTS = 20;

  private AotCache() {}

  /// Millrace's function with an archive, made from its jars as they are now.
  static Contestant profile(
      Deployment deployment, String name, Subject subject, boolean tls, List<String> flags)
      throws InterruptedException {
    var archive =
        deployment
            .scratch()
            .resolve("%s-%s.aot".formatted(subject.module(), tls ? "tls" : "plain"));
    var trainee = with(flags, "-XX:AOTCacheOutput=" + archive);
    train(deployment.millrace(name, subject, tls, trainee), subject, archive);
    // a JVM that cannot use it ends, rather than be slow
    var fast = with(with(flags, "-XX:AOTCache=" + archive), "-XX:AOTMode=on");
    return deployment.millrace(name, subject, tls, fast);
  }

  private static List<String> with(List<String> flags, String flag) {
    return Stream.concat(flags.stream(), Stream.of(flag)).toList();
  }

  /// Lets a function that writes an archive on its way out answer events of one record.
  ///
  /// @param trainee started with `-XX:AOTCacheOutput`
  private static void train(Contestant trainee, Subject subject, Path archive)
      throws InterruptedException {
    var event = subject.event(1);
    try (var child = Child.start(trainee, event)) {
      child.reply();
      for (var i = 1; i < EVENTS; i++) {
        child.invoke(event);
      }
      var words = child.end();
      if (!Files.exists(archive)) {
        throw new IllegalStateException(
            "%s has left no archive: %s".formatted(trainee.name(), words));
      }
    }
  }
}
