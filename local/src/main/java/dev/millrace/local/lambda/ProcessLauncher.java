package dev.millrace.local.lambda;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Starts JVMs for functions, on the Java that runs us.
///
/// @param api where the JVMs ask for work
/// @param nativeLibrary the runtime interface client's, for this machine
/// @param home what the JVMs take for the user's home directory, so that no settings of the
///   developer's get into a function
record ProcessLauncher(RuntimeApi api, Path nativeLibrary, Path home) {

  Process launch(
      FunctionConfig config, FunctionCode code, Map<String, String> variables, String runtimeApi)
      throws IOException {
    var builder = new ProcessBuilder(command(config, code));
    builder.directory(code.taskRoot().toFile());
    builder.redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(variables);
    builder.environment().put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
    // framed log entries go to standard output, where ours are told from plain text
    builder.environment().put("_LAMBDA_TELEMETRY_LOG_FD", "1");
    var process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private List<String> command(FunctionConfig config, FunctionCode code) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Lambda gives the heap 85 % of the function's memory
    command.add("-Xmx" + config.memoryMb() * 85 / 100 + "m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:-UsePerfData");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--add-opens=java.base/java.io=ALL-UNNAMED");
    command.add("-Duser.home=" + home);
    command.add("-D%s=%s".formatted(RuntimeClient.NATIVE_LIBRARY_PROPERTY, nativeLibrary));
    command.add("-cp");
    command.add(classPath(code));
    command.add(RuntimeClient.mainClass());
    command.add(config.handler());
    return command;
  }

  private static String classPath(FunctionCode code) {
    return Stream.of(RuntimeClient.jars(), code.classPath(), RuntimeClient.fallbackJars())
        .flatMap(List::stream)
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
