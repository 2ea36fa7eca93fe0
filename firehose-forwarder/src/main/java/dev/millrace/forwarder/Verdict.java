package dev.millrace.forwarder;

/// Whether a message is forwarded.
sealed interface Verdict {

  /// A trip, as the JSON text that was sent, on one line with its line feed.
  record Trip(byte[] line) implements Verdict {}

  /// Something that is no usable trip. It is left out and counted.
  record Spurious(Reason reason) implements Verdict {}

  /// Why a message is spurious. It can be counted, so it does not carry the value.
  enum Reason {
    NOT_JSON("not JSON"),
    TYPE("type"),
    COORDINATE_MISSING("coordinate missing"),
    COORDINATE_NOT_A_NUMBER("coordinate not a number"),
    COORDINATE_ZERO("coordinate zero");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }
}
