package dev.millrace.local.firehose.format;

/// Why a record cannot be converted. It never leaves the package, and it is cheap: a stream may be
/// full of such records.
final class Malformed extends RuntimeException {

  static final String PARSE_ERROR = "DataFormatConversion.ParseError";
  static final String MALFORMED_DATA = "DataFormatConversion.MalformedData";

  private final String code;
  private final String problem;

  private Malformed(String code, String message) {
    super(message, null, false, false);
    this.code = code;
    this.problem = message;
  }

  String code() {
    return code;
  }

  String problem() {
    return problem;
  }

  static Malformed json(String problem) {
    return new Malformed(PARSE_ERROR, "Encountered malformed JSON. " + problem);
  }

  static Malformed data(String message) {
    return new Malformed(MALFORMED_DATA, message);
  }

  static Malformed mismatch(String problem) {
    return data("Data does not match the schema. " + problem);
  }

  /// As Java's own parsers of numbers say it.
  static Malformed input(String text) {
    return mismatch("For input string: \"" + text + "\"");
  }
}
