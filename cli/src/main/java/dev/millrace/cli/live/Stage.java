package dev.millrace.cli.live;

/// How one stage of a pipeline stands.
///
/// @param name the function or delivery stream
/// @param in records read
/// @param invocations calls of the function, or deliveries
/// @param written records whose effect is stored
/// @param failed records or calls that failed
/// @param lag records that wait
public record Stage(String name, long in, long invocations, long written, long failed, long lag) {

  Stage withWritten(long records) {
    return new Stage(name, in, invocations, records, failed, lag);
  }
}
