package dev.millrace.benchmarks;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import dev.millrace.image.Endpoint;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Where contestants are deployed: everything they share, in a folder of this run.
final class Deployment implements AutoCloseable {

  /// What the template gives a function.
  static final int MEMORY_MIB = 512;

  /// What Lambda starts Java with.
  static final List<String> LAMBDA_FLAGS = flags(MEMORY_MIB);

  /// The same without a limit to what the JVM compiles.
  static final List<String> FULL_TIERING = List.of("-XX:+UseSerialGC", heap(MEMORY_MIB));

  /// More of them, for every function in Java but those prepared for an image, such as a
  /// profiler's.
  private static final List<String> MORE_FLAGS =
      List.of(System.getProperty("millrace.flags", "").trim().split(" +", -1));

  private static final String NATIVE_LIBRARY_PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  private final Path home = Path.of(System.getProperty("millrace.home"));
  private final Path scratch;
  private final Certificates certificates;
  private final Endpoint endpoint;
  private final Optional<Path> node;

  private Deployment(Path scratch, Certificates certificates) {
    this.scratch = scratch;
    this.certificates = certificates;
    this.endpoint = new Endpoint(certificates.sockets());
    this.node = NodeReference.install(home);
  }

  static Deployment open() {
    try {
      var scratch = Files.createTempDirectory("millrace-benchmarks");
      var deployment = new Deployment(scratch, Certificates.make(scratch.resolve("tls")));
      Files.createDirectory(scratch.resolve("home"));
      deployment.unpackNativeLibrary();
      return deployment;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What Lambda starts Java with if a function has so much memory.
  static List<String> flags(int memoryMiB) {
    return List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", heap(memoryMiB));
  }

  /// Lambda gives the heap 85 % of the function's memory.
  private static String heap(int memoryMiB) {
    return "-Xmx%dm".formatted(memoryMiB * 85 / 100);
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /// The workshop's way in Node; empty if there is no Node.
  Optional<Contestant> node(Subject subject, boolean tls) {
    var variables = variables(subject, tls);
    if (tls) {
      variables.put("NODE_EXTRA_CA_CERTS", certificates.authority().toString());
    }
    return node.map(folder -> node(folder, subject.node(), variables));
  }

  private Contestant node(Path folder, String script, Map<String, String> variables) {
    var handler = script + ".handler";
    variables.put("LAMBDA_TASK_ROOT", folder.toString());
    variables.put("_HANDLER", handler);
    return new Contestant(
        "Node",
        List.of("node", "node_modules/aws-lambda-ric/index.mjs", handler),
        variables,
        folder);
  }

  /// The workshop's way in Java.
  Contestant java(Subject subject, boolean tls, List<String> flags) {
    var folder = home.resolve("benchmarks/reference/java/target/function");
    return java("plain Java", folder, subject.reference(), variables(subject, tls), flags);
  }

  /// Millrace's own.
  Contestant millrace(String name, Subject subject, boolean tls, List<String> flags) {
    var folder = home.resolve(subject.folder(), "target", "function");
    return java(name, folder, subject.handler(), variables(subject, tls), flags);
  }

  /// Millrace's own, prepared for a container image; with TLS only where [Image#canTrust()].
  Contestant image(String name, Subject subject, boolean tls) {
    var folder = home.resolve(subject.folder(), "target", "function");
    var authority = tls ? List.of(certificates.authority()) : List.<Path>of();
    var command = Image.command(scratch, folder, subject, heap(MEMORY_MIB), authority);
    return new Contestant(name, command, variables(subject, tls), folder);
  }

  /// What every Java function gets, in AWS's order: the runtime's client, then the function.
  private Contestant java(
      String name, Path folder, String handler, Map<String, String> variables, List<String> flags) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    MORE_FLAGS.stream().filter(flag -> !flag.isEmpty()).forEach(command::add);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-D%s=%s".formatted(NATIVE_LIBRARY_PROPERTY, nativeLibrary()));
    command.add("-Djavax.net.ssl.trustStore=" + certificates.trusted());
    command.add("-Duser.home=" + scratch.resolve("home"));
    command.addAll(List.of("-cp", classPath(folder), AWSLambda.class.getName(), handler));
    variables.put("LAMBDA_TASK_ROOT", folder.toString());
    return new Contestant(name, command, variables, folder);
  }

  private Map<String, String> variables(Subject subject, boolean tls) {
    var variables = new HashMap<>(subject.variables());
    variables.putAll(
        Map.of(
            "PATH", Objects.requireNonNullElse(System.getenv("PATH"), "/usr/bin:/bin"),
            "HOME", scratch.resolve("home").toString(),
            "LANG", "en_US.UTF-8",
            "TZ", ":UTC",
            "AWS_REGION", "us-east-1",
            "AWS_DEFAULT_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "benchmark",
            "AWS_SECRET_ACCESS_KEY", "benchmark",
            "AWS_SESSION_TOKEN", "benchmark",
            "AWS_EC2_METADATA_DISABLED", "true"));
    variables.putAll(
        Map.of(
            "AWS_ENDPOINT_URL",
            endpoint.url(tls),
            "ENDPOINT_URL",
            endpoint.url(tls),
            "AWS_LAMBDA_FUNCTION_NAME",
            subject.module(),
            "AWS_LAMBDA_FUNCTION_VERSION",
            "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "512",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "/aws/lambda/" + subject.module(),
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "benchmark"));
    return variables;
  }

  /// In one order always, as an archive of classes wants it.
  private String classPath(Path folder) {
    var client =
        jars(home.resolve("benchmarks/target/lib")).stream()
            .filter(
                jar -> jar.getFileName().toString().matches("aws-lambda-java-(run|core|ser).*"));
    // the client needs one class of it, and the function's SDK may bring a newer one
    var fallback =
        jars(home.resolve("benchmarks/target/lib")).stream()
            .filter(jar -> jar.getFileName().toString().startsWith("utils-lite-"));
    return Stream.of(client, jars(folder.resolve("lib")).stream(), fallback)
        .flatMap(jars -> jars)
        .map(Path::toString)
        .distinct()
        .reduce((left, right) -> left + File.pathSeparator + right)
        .orElseThrow();
  }

  private static List<Path> jars(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path nativeLibrary() {
    return scratch.resolve("libaws-lambda-jni.so");
  }

  /// Otherwise every process would unpack it to one fixed file in `/tmp`.
  private void unpackNativeLibrary() throws IOException {
    var machine = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    var resource = "/jni/libaws-lambda-jni.linux-%s.so".formatted(machine);
    try (var in = Objects.requireNonNull(AWSLambda.class.getResourceAsStream(resource), resource)) {
      Files.copy(in, nativeLibrary());
    }
  }

  @Override
  public void close() {
    endpoint.close();
    try (var files = Files.walk(scratch)) {
      files.sorted((left, right) -> right.compareTo(left)).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
