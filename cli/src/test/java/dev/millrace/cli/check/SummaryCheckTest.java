package dev.millrace.cli.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.input.ReadingInput;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryCheckTest {

  private final SummaryCheck check = new SummaryCheck();

  private void sent(String name, String time, String distance, int magic, int health) {
    var reading =
        """
        {"Name":"%s","StatusTime":"2017-06-05 %s","Distance":%s,"MagicPoints":%d,"HealthPoints":%d}
        """
            .formatted(name, time, distance, magic, health);
    check.expect(new ReadingInput(name, null, reading.getBytes(UTF_8)));
  }

  private List<String> checked(String... summaries) {
    check.found(Arrays.stream(summaries).map(each -> each.getBytes(UTF_8)).toList());
    return check.section().checks().stream()
        .filter(each -> !each.agrees())
        .map(each -> each.what() + ": " + each.expected() + ", " + each.actual())
        .toList();
  }

  private static String summary(String name, String minute, String rest) {
    return "{\"Name\":\"%s\",\"StatusTime\":\"2017-06-05 %s:00.000\",%s}"
        .formatted(name, minute, rest);
  }

  @Test
  void aMinuteHoldsWhatItsReadingsComeTo() {
    sent("Ada", "09:17:59.999", "1.10", 3, -7);
    sent("Ada", "09:17:00.000", "2.2", 5, -9);
    sent("Ada", "09:18:00.000", "4", 1, 1);
    sent("Ada", "nine", "4", 1, 1);
    sent("Ada", "09:18:00.001", "-4", 1, 1);

    assertThat(
            checked(
                summary(
                    "Ada",
                    "09:18",
                    "\"Distance\":4.0,\"MinMagicPoints\":1,\"MaxMagicPoints\":1,"
                        + "\"MinHealthPoints\":1,\"MaxHealthPoints\":1"),
                summary(
                    "Ada",
                    "09:17",
                    "\"Distance\":3.3,\"MinMagicPoints\":3,\"MaxMagicPoints\":5,"
                        + "\"MinHealthPoints\":-9,\"MaxHealthPoints\":-7")))
        .isEmpty();
  }

  @Test
  void whatIsWrongTwiceForNothingOrMissingIsTold() {
    sent("Ada", "09:17:00.000", "1", 1, 1);
    sent("Bo", "09:17:00.000", "1", 1, 1);
    sent("Cy", "09:17:00.000", "1", 1, 1);
    var ones =
        "\"Distance\":1,\"MinMagicPoints\":1,\"MaxMagicPoints\":1,\"MinHealthPoints\":1,"
            + "\"MaxHealthPoints\":1";

    assertThat(
            checked(
                summary("Ada", "09:17", ones),
                summary("Ada", "09:17", ones),
                summary("Bo", "09:17", ones + ",\"More\":1"),
                summary("Dee", "09:17", ones),
                "none"))
        .containsExactly(
            "unicorns' minutes summed up: 3, 1",
            "… summed up wrongly, twice or for nothing: 0, 3",
            "unreadable summaries: 0, 1",
            "distance in all minutes of Ada: 1, 2",
            "distance in all minutes of Cy: 1, –",
            "distance in all minutes of Dee: –, 1");
    assertThat(check.section().differences())
        .contains("summary of Cy at 2017-06-05 09:17:00.000 is missing");
  }

  @Test
  void aJobThatWasNotDrainedLacksEverySummary() {
    sent("Ada", "09:17:00.000", "1", 1, 1);

    assertThat(check.section().checks().getFirst().agrees()).isFalse();
  }
}
