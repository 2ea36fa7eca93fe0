package dev.millrace.local.firehose.format;

import java.lang.management.ManagementFactory;
import java.util.List;

/// How many rows one thread converts in a second of its processor time. Started by hand, it is no
/// test: `java -cp ... dev.millrace.local.firehose.format.FormatBenchmark [parquet|orc] [rows]`.
final class FormatBenchmark {

  private FormatBenchmark() {}

  static void main(String[] args) {
    var orc = args.length > 0 && args[0].equals("orc");
    var rows = args.length > 1 ? Integer.parseInt(args[1]) : 500_000;
    var conversion = Trips.to(orc ? Serializer.Orc.DEFAULT : Serializer.Parquet.DEFAULT);
    var records = Trips.records(rows, 1);
    for (var round = 0; round < 8; round++) {
      measure(conversion, records);
    }
  }

  private static void measure(FormatConversion conversion, List<byte[]> records) {
    // processor time: other programs may use the machine
    var thread = ManagementFactory.getThreadMXBean();
    var begin = thread.getCurrentThreadCpuTime();
    var converted = conversion.convert(records);
    var seconds = (thread.getCurrentThreadCpuTime() - begin) / 1e9;
    System.out.printf(
        "%,d rows, %,d bytes in, %,d bytes out, %.3f s of processor time, %,.0f rows/s%n",
        converted.rows(),
        records.stream().mapToLong(record -> record.length).sum(),
        converted.file().length,
        seconds,
        converted.rows() / seconds);
  }
}
