package dev.millrace.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/// `millrace invoke`.
@Command(
    name = "invoke",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {
      "Invokes a function with an event, as sam local invoke does, but in a running stack.",
      "",
      "The function's log, at most its last 4 KB, goes to standard error, from START to REPORT; the"
          + " answer to standard output.",
      "",
      "Examples:",
      "  millrace invoke ProcessKinesisRecords -e events/kinesis-logger.json",
      "  echo '{\"Records\": []}' | millrace invoke ProcessKinesisRecords -e -",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the function answered",
      "1:the function failed, which its answer tells, or it could not be invoked",
      "2:an option or the event's file cannot be used"
    })
final class InvokeCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FUNCTION",
      description = "The function's name or ARN, with an alias or not.")
  private String function = "";

  @Option(
      names = {"-e", "--event"},
      paramLabel = "FILE",
      description = "The event as JSON, - for standard input (default: {}).")
  private String event = "";

  @Mixin private AccessMixin access = new AccessMixin();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final InputStream in;

  InvokeCommand(InputStream in) {
    this.in = in;
  }

  @Override
  public Integer call() {
    var payload = SdkBytes.fromByteArrayUnsafe(event());
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    try (var lambda = access.access().to(LambdaClient.builder()).build()) {
      var answer =
          lambda.invoke(
              request -> request.functionName(function).logType(LogType.TAIL).payload(payload));
      err.print(text(Base64.getDecoder().decode(answer.logResult())));
      err.flush();
      out.println(text(answer.payload().asByteArrayUnsafe()));
      out.flush();
      return answer.functionError() == null ? 0 : 1;
    } catch (ResourceNotFoundException e) {
      throw new StackException(
          "%s was not invoked: %s; millrace stats shows which functions there are"
              .formatted(function, e.awsErrorDetails().errorMessage()),
          e);
    } catch (LambdaException e) {
      throw new StackException(
          "%s was not invoked: %s".formatted(function, e.awsErrorDetails().errorMessage()), e);
    }
  }

  private byte[] event() {
    try {
      return switch (event) {
        case "" -> "{}".getBytes(StandardCharsets.UTF_8);
        case "-" -> in.readAllBytes();
        default -> Files.readAllBytes(Path.of(event));
      };
    } catch (IOException e) {
      throw new UsageException("the event " + event + " cannot be read: " + e);
    }
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
