package dev.millrace.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// What Linux knows of a process, and of the whole machine.
final class Proc {

  private static final double MILLIS_PER_TICK = 10;
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  private Proc() {}

  /// CPU time of a process so far, in steps of ten milliseconds.
  static double cpuMillis(long pid) {
    var stat = read("/proc/%d/stat".formatted(pid));
    // the name in brackets may hold anything
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLIS_PER_TICK;
  }

  /// The most memory that a process ever had resident.
  static double peakMiB(long pid) {
    var status = PEAK.matcher(read("/proc/%d/status".formatted(pid)));
    if (!status.find()) {
      throw new IllegalStateException("process %d has ended".formatted(pid));
    }
    return Long.parseLong(status.group(1)) / 1024.0;
  }

  /// CPU time that all cores together have worked so far.
  static double machineMillis() {
    return busyTicks(read("/proc/stat")) * MILLIS_PER_TICK;
  }

  /// User, nice, system, irq, softirq and steal; not idle and waiting for disks.
  static long busyTicks(String stat) {
    var fields = stat.substring(0, stat.indexOf('\n')).split(" +", -1);
    var busy = 0L;
    for (var field : new int[] {1, 2, 3, 6, 7, 8}) {
      busy += Long.parseLong(fields[field]);
    }
    return busy;
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
