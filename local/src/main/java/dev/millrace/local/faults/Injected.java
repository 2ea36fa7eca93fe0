package dev.millrace.local.faults;

/// What was injected, and how often.
///
/// @param fault its name
/// @param subject what it hit, such as `kinesis:PutRecords Lab-stream`
public record Injected(String fault, String subject, long times) {

  @Override
  public String toString() {
    return "%d × %s of %s".formatted(times, fault, subject);
  }
}
