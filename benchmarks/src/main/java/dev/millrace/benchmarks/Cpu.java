package dev.millrace.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// What this JVM and the machine under it are, and what this JVM used of it.
final class Cpu {

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private Cpu() {}

  /// CPU time of this process so far, in nanoseconds.
  static long nanos() {
    return SYSTEM.getProcessCpuTime();
  }

  /// The share of one core, in percent, that this process takes for a while.
  static double share(Duration span) throws InterruptedException {
    var wall = System.nanoTime();
    var cpu = nanos();
    Thread.sleep(span);
    return 100.0 * (nanos() - cpu) / (System.nanoTime() - wall);
  }

  static String load() {
    return Samples.fine(SYSTEM.getSystemLoadAverage());
  }

  static String machine() {
    var runtime = Runtime.getRuntime();
    return "%d cores, %s %s, %s; JVM %s, heap of %d MiB, %s; load average %s"
        .formatted(
            runtime.availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch"),
            Runtime.version(),
            runtime.maxMemory() >> 20,
            ManagementFactory.getGarbageCollectorMXBeans().getFirst().getName(),
            load());
  }
}
