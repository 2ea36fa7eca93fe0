package dev.millrace.cli.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingFileTest {

  @TempDir private Path directory = Path.of("");

  private Inputs<ReadingInput> read(String text) throws IOException {
    return Inputs.of(ReadingFile.of(Inputs.file(directory, "readings.jsonl", text)));
  }

  @Test
  void aLineIsSentByteForByteUnderItsName() throws IOException {
    var line = "{ \"Name\" : \"Shadowfax\",\t\"StatusTime\":\"t\", \"Distance\":1.50 }";
    var inputs = read(line + "\r\n");

    var reading = inputs.read().getFirst();
    assertThat(new String(reading.data(), UTF_8)).isEqualTo(line);
    assertThat(reading.partitionKey()).isEqualTo("Shadowfax");
    assertThat(reading.identity()).isEqualTo("Shadowfax\nt");
  }

  @Test
  void anObjectThatIsNoGoodReadingIsSentAllTheSame() throws IOException {
    var inputs = read("{}\n{\"Name\":5}\n{\"Name\":\"\"}\n");

    assertThat(inputs.malformed()).isEmpty();
    assertThat(inputs.read())
        .extracting(ReadingInput::partitionKey)
        .containsExactly("nameless-1", "nameless-2", "nameless-3");
    assertThat(inputs.read()).extracting(ReadingInput::identity).containsOnlyNulls();
  }

  @Test
  void whatIsNoJsonObjectIsMalformedInput() throws IOException {
    var inputs = read("[1]\nnonsense\n{\"a\":1,\"a\":2}\n{} {}\n\n{\"Name\":\"Ada\"}\n");

    assertThat(inputs.read()).hasSize(1);
    var start = directory.resolve("readings.jsonl") + ":";
    assertThat(inputs.malformed())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo(start + "1: must be a JSON object, was ARRAY"),
            line -> assertThat(line).startsWith(start + "2: must be a JSON object: Unrecog"),
            line -> assertThat(line).startsWith(start + "3: must be a JSON object: Duplicate"),
            line -> assertThat(line).startsWith(start + "4: must be a JSON object: Trailing"));
  }
}
