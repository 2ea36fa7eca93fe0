package dev.millrace.cli;

import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Where functions run.
public enum FunctionMode {
  /// Each in its own process, as on Lambda.
  PROCESS("process"),
  /// In this JVM, within reach of a debugger.
  IN_PROCESS("in-process");

  private final String option;

  FunctionMode(String option) {
    this.option = option;
  }

  @Override
  public String toString() {
    return option;
  }

  static final class Converter implements ITypeConverter<FunctionMode> {
    @Override
    public FunctionMode convert(String value) {
      return Stream.of(values())
          .filter(mode -> mode.option.equals(value))
          .findFirst()
          .orElseThrow(() ->
              new TypeConversionException("must be process or in-process, was '" + value + "'"));
    }
  }
}
