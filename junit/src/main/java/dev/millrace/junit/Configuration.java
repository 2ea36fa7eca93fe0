package dev.millrace.junit;

import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.stack.StackOptions;
import dev.millrace.local.time.StackClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/// What an annotation says of a stack. Stacks of equal configuration may be shared.
///
/// @param frozenAt empty for a clock that follows real time
record Configuration(
    Path template,
    Map<String, String> parameters,
    Optional<Instant> frozenAt,
    FunctionMode functions,
    boolean enforceIam,
    Duration patience) {

  private static final String STACK_NAME = "test";

  /// @throws ExtensionConfigurationException naming the class, the setting and its value
  static Configuration of(Stack stack, Class<?> testClass) {
    return new Configuration(
        template(stack.template(), testClass),
        parameters(stack, testClass),
        stack.frozenAt().isEmpty()
            ? Optional.empty()
            : Optional.of(time("frozenAt", stack.frozenAt(), Instant::parse, testClass)),
        stack.functions(),
        stack.enforceIam(),
        time("patience", stack.patience(), Duration::parse, testClass));
  }

  StackOptions options() {
    var options =
        new StackOptions(
            template,
            parameters,
            STACK_NAME,
            0,
            functions,
            frozenAt.map(StackClock::frozenAt).orElseGet(StackClock::ticking),
            Optional.empty());
    return enforceIam ? options.withEnforcedIam() : options;
  }

  private static Path template(String name, Class<?> testClass) {
    var directory = Path.of("").toAbsolutePath();
    var file = directory.resolve(name).normalize();
    if (!Files.isRegularFile(file)) {
      throw wrong(
          testClass,
          "template must be a file, seen from the working directory %s; there is no %s"
              .formatted(directory, file));
    }
    return file;
  }

  private static Map<String, String> parameters(Stack stack, Class<?> testClass) {
    var parameters = new TreeMap<String, String>();
    for (var parameter : stack.parameters()) {
      var split = parameter.indexOf('=');
      if (split < 1) {
        throw wrong(testClass, "parameters must be Name=value each, was " + parameter);
      }
      if (parameters.put(parameter.substring(0, split), parameter.substring(split + 1)) != null) {
        throw wrong(testClass, "parameters must name each one once, was twice " + parameter);
      }
    }
    return parameters;
  }

  private static <T> T time(
      String setting, String value, Function<String, T> parse, Class<?> testClass) {
    try {
      return parse.apply(value);
    } catch (DateTimeParseException e) {
      throw wrong(testClass, setting + " must be in ISO-8601, was " + value);
    }
  }

  private static ExtensionConfigurationException wrong(Class<?> testClass, String what) {
    return new ExtensionConfigurationException("@Stack of " + testClass.getName() + ": " + what);
  }
}
