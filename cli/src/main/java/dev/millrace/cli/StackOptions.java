package dev.millrace.cli;

import java.nio.file.Path;
import java.util.Optional;

/// What a stack is started with.
///
/// @param template the SAM template
/// @param port where the endpoint listens; 0 for any free port
/// @param functions where functions run
/// @param data the directory that keeps the stack's data, empty for none
public record StackOptions(Path template, int port, FunctionMode functions, Optional<Path> data) {}
