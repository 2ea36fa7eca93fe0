package dev.millrace.image;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crtcore.CrtConnectionHealthConfiguration;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/// Prepares a function: `Main SETTINGS FUNCTION OUTPUT EVENT...`.
///
/// - `SETTINGS`: properties; `handler` is its class, the others are its variables
/// - `FUNCTION`: the folder that Maven leaves, with `lib`
/// - `OUTPUT`: an empty or new folder, where it must stay. `java @OUTPUT/options` starts the
///   function under AWS's runtime interface client.
/// - `EVENT`: the JSON of an event that it answers
///
/// The archive of classes is for the JVM that this runs on and no other.
public final class Main {

  private static final String HANDLER = "handler";

  private Main() {}

  /// Prepares, and ends with 1 if that fails, with 2 if it is called another way.
  public static void main(String[] args) throws InterruptedException {
    if (args.length < 4) {
      System.err.println("usage: SETTINGS FUNCTION OUTPUT EVENT...");
      System.exit(2);
    }
    try {
      var events = new ArrayList<byte[]>();
      for (var file : List.of(args).subList(3, args.length)) {
        events.add(Files.readAllBytes(Path.of(file)));
      }
      prepare(settings(Path.of(args[0])), Path.of(args[1]), Path.of(args[2]), events);
    } catch (IOException e) {
      System.err.println("image: " + e.getMessage());
      System.exit(1);
    }
  }

  private static Map<String, String> settings(Path file) throws IOException {
    var properties = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, name -> properties.getProperty(name)));
  }

  static void prepare(Map<String, String> settings, Path function, Path output, List<byte[]> events)
      throws IOException, InterruptedException {
    var handler = settings.get(HANDLER);
    if (handler == null) {
      throw new IOException("the settings must have a handler, had " + settings.keySet());
    }
    var folder = Files.createDirectories(output).toAbsolutePath().normalize();
    var variables =
        settings.entrySet().stream()
            .filter(setting -> !setting.getKey().equals(HANDLER))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    var jar = Bundle.write(jars(function.resolve("lib")), folder);
    var start = new ArrayList<>(flags(folder));
    start.addAll(List.of("-cp", jar.toString(), AWSLambda.class.getName(), handler));
    var archive = Path.of(jar.toString().replaceAll("jar$", "aot"));
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-XX:AOTCacheOutput=" + archive));
    command.addAll(start);
    new Rehearsal(command, variables, folder.resolve("rehearsal.log")).run(events);
    if (!Files.exists(archive)) {
      throw new IOException("the JVM has left no archive; rehearsal.log says why");
    }
    start.addFirst("-XX:AOTCache=" + archive);
    Files.write(folder.resolve("options"), start);
  }

  /// What a JVM starts fastest with.
  private static List<String> flags(Path folder) throws IOException {
    var flags = new ArrayList<String>();
    flags.add("-XX:+UseSerialGC");
    flags.add("-XX:TieredStopAtLevel=1");
    flags.add("-XX:MaxRAMPercentage=75");
    // a batch leaves nothing behind; by default a third of the heap would fill before that is swept
    flags.add("-Xmn24m");
    // to compile at once all that was compiled in the rehearsal takes more than it gives
    flags.add("-XX:+UnlockDiagnosticVMOptions");
    flags.add("-XX:-AOTReplayTraining");
    flags.add("-XX:-UsePerfData");
    flags.add("--enable-native-access=ALL-UNNAMED");
    flags.add("--sun-misc-unsafe-memory-access=allow");
    // for the framed log
    flags.add("--add-opens=java.base/java.io=ALL-UNNAMED");
    flags.addAll(Natives.unpack(folder));
    return flags;
  }

  /// In the order of AWS's runtime: its client, then the function, then what either may do without.
  private static List<Path> jars(Path lib) throws IOException {
    try (var files = Files.list(lib)) {
      var own = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      var client = Stream.of(AWSLambda.class, Context.class, PojoSerializer.class);
      var rest =
          Stream.of(
              AwsCrtHttpClient.class,
              CrtConnectionHealthConfiguration.class,
              CRT.class,
              SdkInternalThreadLocal.class);
      return Stream.of(client.map(Main::jar), own.stream(), rest.map(Main::jar))
          .flatMap(jars -> jars)
          .distinct()
          .toList();
    }
  }

  private static Path jar(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(type.getName(), e);
    }
  }
}
