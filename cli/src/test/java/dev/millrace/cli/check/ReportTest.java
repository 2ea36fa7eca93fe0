package dev.millrace.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static String printed(Report report) {
    var text = new StringWriter();
    report.print(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void columnsAreAlignedAndDifferencesFollowTheirTable() {
    var section =
        new Section(
            "Scores",
            List.of(Check.equal("total of Björn", 1234567, 1234567), Check.equal("lines", 12, 9)),
            List.of("line 7 is missing"));

    assertThat(printed(new Report(List.of(section), false)))
        .isEqualTo(
            """
            Scores           expected     actual
            ───────────────────────────────────────
            total of Björn  1,234,567  1,234,567  ✓
            lines                  12          9  ✗
              ! line 7 is missing

            1 of 2 checks differ
            """);
  }

  @Test
  void theVerdictCountsAllSections() {
    var section = new Section("A", List.of(Check.equal("a", 1, 1)), List.of());

    assertThat(printed(new Report(List.of(section, section), false)))
        .endsWith("all 2 checks agree\n");
    assertThat(new Report(List.of(section), false).agrees()).isTrue();
  }

  @Test
  void coloursDoNotDisturbTheColumns() {
    var section = new Section("A", List.of(Check.equal("a", 1, 2)), List.of());

    assertThat(printed(new Report(List.of(section), true)))
        .contains("a         1       2  \u001b[31m✗\u001b[0m\n")
        .contains("\u001b[31m1 of 1 checks differ\u001b[0m");
  }

  @Test
  void objectsAreExpectedOnlyWhereThereAreLines() {
    assertThat(Check.objects("o", 5, 0).agrees()).isFalse();
    assertThat(Check.objects("o", 5, 3).agrees()).isTrue();
    assertThat(Check.objects("o", 0, 0).agrees()).isTrue();
    assertThat(Check.objects("o", 0, 1).agrees()).isFalse();
  }
}
