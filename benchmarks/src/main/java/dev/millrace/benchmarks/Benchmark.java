package dev.millrace.benchmarks;

import java.util.List;

/// Something that is measured.
public interface Benchmark {

  /// How it is asked for on the command line.
  String name();

  /// Measures.
  List<Row> run() throws InterruptedException;
}
