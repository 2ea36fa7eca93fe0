package dev.millrace.common;

/// What becomes of records that can never be processed.
public sealed interface PoisonPolicy {

  /// They stop their batch.
  record Fail() implements PoisonPolicy {}

  /// They are kept in a bucket and count as done.
  ///
  /// @param prefix how their keys begin
  record SetAside(String bucket, String prefix) implements PoisonPolicy {}

  /// Reads `POISON`: `fail` (the default) or `quarantine`, which needs `QUARANTINE_BUCKET` and may
  /// have a `QUARANTINE_PREFIX`.
  static PoisonPolicy from(Env env) {
    return switch (env.choice("POISON", Mode.class, Mode.FAIL)) {
      case FAIL -> new Fail();
      case QUARANTINE ->
          new SetAside(env.required("QUARANTINE_BUCKET"), env.optional("QUARANTINE_PREFIX", ""));
    };
  }

  /// The values of `POISON`.
  enum Mode {
    FAIL,
    QUARANTINE
  }
}
