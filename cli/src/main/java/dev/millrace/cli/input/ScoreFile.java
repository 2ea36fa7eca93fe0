package dev.millrace.cli.input;

import dev.millrace.cli.input.CsvHeader.Column;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Game scores from CSV with the columns RecordID, Username and Score; other columns are ignored.
///
/// A RecordID that comes again replaces the record, as a put does.
public final class ScoreFile {

  /// A user is the key of an item.
  private static final int MAX_KEY_BYTES = 2048;

  /// Keeps every total within the digits of a DynamoDB number.
  private static final BigDecimal LIMIT = new BigDecimal("1e18");

  private static final int MAX_SCALE = 9;

  private static final Column RECORD_ID = Column.named("RecordID");
  private static final Column USERNAME = Column.named("Username");
  private static final Column SCORE = Column.named("Score");

  private ScoreFile() {}

  /// Checks the header.
  ///
  /// @throws InputException if the file cannot be read or lacks a column
  public static Input<ScoreChange> of(Path file) {
    var header = CsvHeader.of(file, List.of(RECORD_ID, USERNAME, SCORE));
    return new LineInput<>(file, "scores", true, line -> put(header.row(line)));
  }

  private static ScoreChange put(CsvHeader.Row row) throws MalformedLineException {
    return new ScoreChange.Put(
        Numbers.whole("RecordID", row.get(RECORD_ID)),
        username(row.get(USERNAME)),
        score(row.get(SCORE)));
  }

  private static String username(String text) throws MalformedLineException {
    if (text.isEmpty()) {
      throw new MalformedLineException("Username must not be empty");
    }
    var bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_KEY_BYTES) {
      throw new MalformedLineException(
          "Username must have at most " + MAX_KEY_BYTES + " bytes, has " + bytes);
    }
    return text;
  }

  private static BigDecimal score(String text) throws MalformedLineException {
    var score = Numbers.decimal("Score", text);
    if (score.abs().compareTo(LIMIT) > 0 || score.stripTrailingZeros().scale() > MAX_SCALE) {
      throw new MalformedLineException(
          "Score must lie within ±10^18 with at most %d decimals, was %s"
              .formatted(MAX_SCALE, Numbers.shown(text)));
    }
    return score;
  }
}
