package dev.millrace.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FunctionConfigTest {

  @TempDir static Path code = Path.of("unset");

  private static FunctionConfig valid() {
    return new FunctionConfig(
        "f",
        "a.B::c",
        "java25",
        code,
        128,
        Duration.ofMinutes(15),
        Map.of("TABLE", ""),
        "us-gov-west-1",
        "000000000000",
        0);
  }

  @Test
  void theArnNamesRegionAccountAndFunction() {
    assertThat(valid().arn()).isEqualTo("arn:aws:lambda:us-gov-west-1:000000000000:function:f");
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("mistakes")
  void aMistakeIsNamed(UnaryOperator<FunctionConfig> mistake, String message) {
    var valid = valid();
    assertThatThrownBy(() -> mistake.apply(valid))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            c -> with("a b", c.handler(), c.runtime(), c.code(), 128, 1, Map.of()),
            "FunctionName must match [a-zA-Z0-9_-]{1,64}, was a b"),
        mistake(
            c -> with("f", "index.handler()", c.runtime(), c.code(), 128, 1, Map.of()),
            "Handler of f must be package.Class or package.Class::method, was index.handler()"),
        mistake(
            c -> with("f", "A", "nodejs22.x", c.code(), 128, 1, Map.of()),
            "Runtime of f must be one of java25, java21, java17, java11, java8.al2, was nodejs22.x"),
        mistake(
            c -> with("f", "A", "java17", Path.of("/no/such"), 128, 1, Map.of()),
            "Code of f must be an existing directory, .jar or .zip, was /no/such"),
        mistake(
            c -> with("f", "A", "java17", c.code(), 127, 1, Map.of()),
            "MemorySize of f must be 128 to 10240, was 127"),
        mistake(
            c -> with("f", "A", "java17", c.code(), 128, 901, Map.of()),
            "Timeout of f must be 1 to 900 seconds, was PT15M1S"),
        mistake(
            c -> with("f", "A", "java17", c.code(), 128, 1, Map.of("AWS_REGION", "x")),
            "Environment variable of f must not be a name Lambda reserves, was AWS_REGION"),
        mistake(
            c -> with("f", "A", "java17", c.code(), 128, 1, Map.of("a-b", "x")),
            "Environment variable of f must match [a-zA-Z][a-zA-Z0-9_]+, was a-b"));
  }

  private static Arguments mistake(UnaryOperator<FunctionConfig> mistake, String message) {
    return Arguments.of(mistake, message);
  }

  private static FunctionConfig with(
      String name,
      String handler,
      String runtime,
      Path code,
      int memory,
      int seconds,
      Map<String, String> environment) {
    return new FunctionConfig(
        name,
        handler,
        runtime,
        code,
        memory,
        Duration.ofSeconds(seconds),
        environment,
        "eu-west-1",
        "123456789012",
        1);
  }
}
