package dev.millrace.image;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.crt.CRT;

/// The native code of a function, as files: each process would otherwise unpack its own at every
/// start.
final class Natives {

  private static final String RUNTIME_CLIENT =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  private Natives() {}

  /// Unpacks what is for this machine, and answers the flags by which a JVM finds it.
  ///
  /// @throws UnsupportedOperationException if there is none for it
  static List<String> unpack(Path folder) throws IOException {
    var arch = System.getProperty("os.arch");
    var machine =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "aarch_64";
          default ->
              throw new UnsupportedOperationException(
                  "a function's machine must be x86-64 or aarch64, was " + arch);
        };
    var client = folder.resolve("libaws-lambda-jni.so");
    copy(AWSLambda.class, "/jni/libaws-lambda-jni.linux-%s.so".formatted(machine), client);
    var name = System.mapLibraryName("aws-crt-jni");
    var path = "/linux/%s/glibc/%s".formatted(machine.equals("x86_64") ? machine : "armv8", name);
    copy(CRT.class, path, folder.resolve(name));
    return List.of("-D%s=%s".formatted(RUNTIME_CLIENT, client), "-Djava.library.path=" + folder);
  }

  private static void copy(Class<?> neighbour, String resource, Path file) throws IOException {
    try (var in = neighbour.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException("no %s in the jars".formatted(resource));
      }
      Files.copy(in, file);
    }
  }
}
