package dev.millrace.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreFileTest {

  @TempDir private Path directory = Path.of("");

  private Inputs<ScoreChange> read(String text) throws IOException {
    return Inputs.of(ScoreFile.of(Inputs.file(directory, "scores.csv", text)));
  }

  private static ScoreChange put(long id, String user, String score) {
    return new ScoreChange.Put(id, user, new BigDecimal(score));
  }

  @Test
  void columnsAreFoundByNameWhateverTheirCaseOrderAndNeighbours() throws IOException {
    var inputs =
        read("nickname, SCORE ,username,RecordId\nJD,100,Jane Doe,7\nJS,-2.5,\"Smith, J\",8\n");

    assertThat(inputs.malformed()).isEmpty();
    assertThat(inputs.read())
        .containsExactly(put(7, "Jane Doe", "100"), put(8, "Smith, J", "-2.5"));
  }

  @Test
  void windowsLineEndsByteOrderMarkAndBlankLinesDoNotMatter() throws IOException {
    var inputs = read("\uFEFFRecordID,Username,Score\r\n\r\n1,Ada,5\r\n  \r\n2,Björn,6");

    assertThat(inputs.malformed()).isEmpty();
    assertThat(inputs.read()).containsExactly(put(1, "Ada", "5"), put(2, "Björn", "6"));
  }

  @Test
  void everyMalformedLineIsToldByFileAndLineAndTheRestGoesOn() throws IOException {
    var inputs =
        read(
            """
            RecordID,Username,Score
            x,Ada,1
            1,,1
            2,Ada
            3,Ada,high
            4,"Ada,5
            5,Ada,1E999999999
            6,Ada,0.1234567891
            7,Ada,12345678901234567890
            8,Ada,9
            """);

    var file = directory.resolve("scores.csv").toString();
    assertThat(inputs.read()).containsExactly(put(8, "Ada", "9"));
    assertThat(inputs.malformed())
        .satisfiesExactly(
            line ->
                assertThat(line).isEqualTo(file + ":2: RecordID must be a whole number, was \"x\""),
            line -> assertThat(line).isEqualTo(file + ":3: Username must not be empty"),
            line -> assertThat(line).isEqualTo(file + ":4: has 2 cells, Score is cell 3"),
            line -> assertThat(line).isEqualTo(file + ":5: Score must be a number, was \"high\""),
            line -> assertThat(line).startsWith(file + ":6: not CSV: "),
            line -> assertThat(line).startsWith(file + ":7: Score must have at most 38 digits"),
            line -> assertThat(line).startsWith(file + ":8: Score must lie within ±10^18"),
            line -> assertThat(line).startsWith(file + ":9: Score must lie within ±10^18"));
  }

  @Test
  void aLineThatIsNotUtf8IsMalformed() throws IOException {
    var file = directory.resolve("latin1.csv");
    Files.write(
        file,
        "RecordID,Username,Score\n1,Bj\u00f6rn,5\n2,Ada,6\n".getBytes(StandardCharsets.ISO_8859_1));

    var inputs = Inputs.of(ScoreFile.of(file));

    assertThat(inputs.malformed()).containsExactly(file + ":2: a line must be UTF-8");
    assertThat(inputs.read()).containsExactly(put(2, "Ada", "6"));
  }

  @Test
  void aLineLongerThanARecordIsMalformedAndNotKept() throws IOException {
    var inputs = read("RecordID,Username,Score\n1," + "x".repeat(2_000_000) + ",5\n2,Ada,6\n");

    assertThat(inputs.malformed())
        .singleElement()
        .asString()
        .endsWith(":2: a line must not be longer than 1048576 bytes, was 2000004");
    assertThat(inputs.read()).containsExactly(put(2, "Ada", "6"));
  }

  @Test
  void aMissingColumnIsToldBesideWhatIsThere() {
    assertThatThrownBy(() -> read("id,Username,points\n"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "%s:1: the header lacks RecordID, Score; it has id, Username, points",
            directory.resolve("scores.csv"));
  }

  @Test
  void anEmptyFileHasNoHeader() {
    assertThatThrownBy(() -> read(""))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith("is empty, must begin with a header line");
  }

  @Test
  void aFileThatIsNotThereAndADirectoryAreToldApart() {
    var missing = directory.resolve("nowhere.csv");

    assertThatThrownBy(() -> ScoreFile.of(missing)).hasMessage(missing + ": no such file");
    assertThatThrownBy(() -> ScoreFile.of(directory))
        .hasMessage(directory + ": is a directory, must be a file");
  }
}
