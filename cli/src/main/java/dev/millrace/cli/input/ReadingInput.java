package dev.millrace.cli.input;

import org.jspecify.annotations.Nullable;

/// One message to the stream of sensor readings, byte for byte.
///
/// @param partitionKey the unicorn's name, or a substitute if the message tells none
/// @param identity what a later message with the same identity replaces, null if nothing does
/// @param data what is sent
public record ReadingInput(String partitionKey, @Nullable String identity, byte[] data) {

  ReadingInput(String partitionKey, byte[] data) {
    this(partitionKey, null, data);
  }
}
