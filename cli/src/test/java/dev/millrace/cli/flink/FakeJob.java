package dev.millrace.cli.flink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;

/// A process that does as the Flink job does, but read: it says what it was told instead.
final class FakeJob {

  private FakeJob() {}

  public static void main(String[] arguments) throws IOException {
    System.err.println("told " + Files.readString(Path.of(arguments[0])));
    System.err.println("credentials " + System.getenv("AWS_ACCESS_KEY_ID"));
    System.out.println("a word of the JVM");
    System.out.println("running");
    try (var lines = new Scanner(System.in, StandardCharsets.UTF_8)) {
      while (lines.hasNextLine()) {
        if (Files.readString(Path.of(arguments[0])).contains("mortal")) {
          new IllegalStateException("no stream").printStackTrace();
          System.exit(3);
        }
        if (lines.nextLine().equals("drain")) {
          System.out.println("drained");
        }
      }
    }
  }
}
