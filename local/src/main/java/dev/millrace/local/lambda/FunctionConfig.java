package dev.millrace.local.lambda;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// One function as it is deployed.
///
/// Deviates from AWS: whichever Java runtime is named, the function runs on the JDK that runs the
/// emulator.
///
/// @param name 1 to 64 letters, digits, hyphens and underscores
/// @param handler `package.Class` or `package.Class::method`
/// @param runtime one of [#RUNTIMES]
/// @param code a directory laid out like a function's zip (classes and `lib/*.jar`), or a `.jar` or
///   `.zip` of that layout
/// @param memoryMb 128 to 10,240
/// @param timeout 1 to 900 s, in real time
/// @param environment the function's own variables
/// @param region such as `eu-west-1`
/// @param account 12 digits
/// @param concurrency most execution environments at one time; 0 throttles every invocation
/// @param layers directories or archives whose `java/lib/*.jar` come behind the code, in order
public record FunctionConfig(
    String name,
    String handler,
    String runtime,
    Path code,
    int memoryMb,
    Duration timeout,
    Map<String, String> environment,
    String region,
    String account,
    int concurrency,
    List<Path> layers) {

  /// The runtimes of Lambda that a function may name.
  public static final List<String> RUNTIMES =
      List.of("java25", "java21", "java17", "java11", "java8.al2");

  /// How many environments a function may have if nothing else is said.
  public static final int DEFAULT_CONCURRENCY = 10;

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
  private static final Pattern HANDLER =
      Pattern.compile("[\\p{Alpha}_$][\\w$]*(\\.[\\p{Alpha}_$][\\w$]*)*(::[\\p{Alpha}_$][\\w$]*)?");
  private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]+");
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");

  private static final Set<String> RESERVED =
      Set.of(
          "_HANDLER",
          "_X_AMZN_TRACE_ID",
          "AWS_ACCESS_KEY",
          "AWS_ACCESS_KEY_ID",
          "AWS_DEFAULT_REGION",
          "AWS_EXECUTION_ENV",
          "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
          "AWS_LAMBDA_FUNCTION_NAME",
          "AWS_LAMBDA_FUNCTION_VERSION",
          "AWS_LAMBDA_INITIALIZATION_TYPE",
          "AWS_LAMBDA_LOG_GROUP_NAME",
          "AWS_LAMBDA_LOG_STREAM_NAME",
          "AWS_LAMBDA_MAX_CONCURRENCY",
          "AWS_LAMBDA_RUNTIME_API",
          "AWS_REGION",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "LAMBDA_RUNTIME_DIR",
          "LAMBDA_TASK_ROOT");

  public FunctionConfig {
    require(NAME.matcher(name).matches(), "FunctionName", "must match " + NAME, name);
    require(
        HANDLER.matcher(handler).matches(),
        "Handler of " + name,
        "must be package.Class or package.Class::method",
        handler);
    require(
        RUNTIMES.contains(runtime),
        "Runtime of " + name,
        "must be one of " + String.join(", ", RUNTIMES),
        runtime);
    require(
        Files.isDirectory(code) || (Files.isRegularFile(code) && isArchive(code)),
        "Code of " + name,
        "must be an existing directory, .jar or .zip",
        code);
    require(
        memoryMb >= 128 && memoryMb <= 10_240,
        "MemorySize of " + name,
        "must be 128 to 10240",
        memoryMb);
    require(
        timeout.compareTo(Duration.ofSeconds(1)) >= 0
            && timeout.compareTo(Duration.ofSeconds(900)) <= 0,
        "Timeout of " + name,
        "must be 1 to 900 seconds",
        timeout);
    require(REGION.matcher(region).matches(), "Region of " + name, "must be a region", region);
    require(ACCOUNT.matcher(account).matches(), "Account of " + name, "must be 12 digits", account);
    require(concurrency >= 0, "Concurrency of " + name, "must not be negative", concurrency);
    environment = Map.copyOf(environment);
    layers = List.copyOf(layers);
    for (var variable : environment.keySet()) {
      var thing = "Environment variable of " + name;
      require(!RESERVED.contains(variable), thing, "must not be a name Lambda reserves", variable);
      require(VARIABLE.matcher(variable).matches(), thing, "must match " + VARIABLE, variable);
    }
  }

  /// A function without layers.
  public FunctionConfig(
      String name,
      String handler,
      String runtime,
      Path code,
      int memoryMb,
      Duration timeout,
      Map<String, String> environment,
      String region,
      String account,
      int concurrency) {
    this(
        name,
        handler,
        runtime,
        code,
        memoryMb,
        timeout,
        environment,
        region,
        account,
        concurrency,
        List.of());
  }

  /// The function's ARN, without a version.
  public String arn() {
    return "arn:aws:lambda:%s:%s:function:%s".formatted(region, account, name);
  }

  /// Where CloudWatch keeps the function's log.
  public String logGroup() {
    return FunctionLogs.groupOf(name);
  }

  private static boolean isArchive(Path file) {
    var name = file.getFileName().toString();
    return name.endsWith(".jar") || name.endsWith(".zip");
  }

  private static void require(boolean holds, String thing, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(thing + " " + rule + ", was " + value);
    }
  }
}
