package dev.millrace.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/// AWS's runtime interface client, found among our own dependencies.
final class RuntimeClient {

  /// Names the native library, which would otherwise be unpacked to one fixed file in `/tmp` by
  /// every process.
  static final String NATIVE_LIBRARY_PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  private RuntimeClient() {}

  static String mainClass() {
    return AWSLambda.class.getName();
  }

  /// What comes before the function on the class path, as on Lambda.
  static List<Path> jars() {
    return List.of(jarOf(AWSLambda.class), jarOf(Context.class), jarOf(PojoSerializer.class));
  }

  /// What comes behind the function: the client needs one class of it, and the function's SDK may
  /// bring a newer one.
  static List<Path> fallbackJars() {
    return List.of(jarOf(SdkInternalThreadLocal.class));
  }

  /// Unpacks the native library for this machine.
  ///
  /// @throws UnsupportedOperationException if there is none
  static Path unpackNativeLibrary(Path directory) throws IOException {
    var os = System.getProperty("os.name");
    if (!os.equals("Linux")) {
      throw new UnsupportedOperationException(
          "FunctionMode.PROCESS must run on Linux, because AWS's runtime interface client has no"
              + " native library for other systems; this is "
              + os);
    }
    var name = "libaws-lambda-jni.%s-%s.so".formatted(isMusl() ? "linux_musl" : "linux", arch());
    var target = directory.resolve(name);
    try (var in = AWSLambda.class.getResourceAsStream("/jni/" + name)) {
      if (in == null) {
        throw new FileNotFoundException("AWS's runtime interface client has no " + name);
      }
      Files.copy(in, target);
    }
    return target;
  }

  private static String arch() {
    var arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return switch (arch) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64" -> "aarch_64";
      default ->
          throw new UnsupportedOperationException(
              "FunctionMode.PROCESS must run on x86-64 or aarch64, this is " + arch);
    };
  }

  private static boolean isMusl() throws IOException {
    try (var libraries = Files.newDirectoryStream(Path.of("/lib"), "ld-musl-*")) {
      // a glibc system may have musl installed too, but never the other way round
      return libraries.iterator().hasNext()
          && !Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"))
          && !Files.exists(Path.of("/lib/ld-linux-aarch64.so.1"));
    }
  }

  private static Path jarOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no file holds " + type, e);
    }
  }
}
