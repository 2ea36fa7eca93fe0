package dev.millrace.cli.check;

import dev.millrace.cli.check.ReadingRules.Sample;
import dev.millrace.cli.check.ReadingRules.Summand;
import dev.millrace.cli.input.ReadingInput;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What Flink must make of the sensor readings: one summary per unicorn and minute of event time.
public final class SummaryCheck {

  private record Minute(String name, String start) {

    @Override
    public String toString() {
      return name + " at " + start;
    }
  }

  private record Sums(
      BigDecimal distance,
      BigDecimal minMagic,
      BigDecimal maxMagic,
      BigDecimal minHealth,
      BigDecimal maxHealth) {

    static Sums of(Sample one) {
      return new Sums(one.distance(), one.magic(), one.magic(), one.health(), one.health());
    }

    Sums plus(Sums other) {
      return new Sums(
          distance.add(other.distance),
          minMagic.min(other.minMagic),
          maxMagic.max(other.maxMagic),
          minHealth.min(other.minHealth),
          maxHealth.max(other.maxHealth));
    }

    /// What a summary that says this says, and nothing else.
    String content(Minute minute) {
      var fields = Json.object();
      fields.put("Name", minute.name);
      fields.put("StatusTime", minute.start);
      fields.put("Distance", distance);
      fields.put("MinMagicPoints", minMagic);
      fields.put("MaxMagicPoints", maxMagic);
      fields.put("MinHealthPoints", minHealth);
      fields.put("MaxHealthPoints", maxHealth);
      return Canonical.of(fields);
    }
  }

  private final Map<Minute, Sums> expected = new LinkedHashMap<>();
  private final Map<String, BigDecimal> expectedDistances = new HashMap<>();
  private final Ledger<Minute> summaries = new Ledger<>("summary of");
  private final Map<String, BigDecimal> distances = new HashMap<>();
  private long unreadable;

  /// Notes a message that is going to be sent.
  public void expect(ReadingInput reading) {
    ReadingRules.of(reading.data()).summand().ifPresent(this::expect);
  }

  private void expect(Summand summand) {
    var sample = summand.sample();
    expected.merge(new Minute(sample.name(), summand.minute()), Sums.of(sample), Sums::plus);
    expectedDistances.merge(sample.name(), sample.distance(), BigDecimal::add);
  }

  /// Notes the summaries that came out, when all of the input was expected.
  ///
  /// @param found each as it is in the stream
  public void found(Iterable<byte[]> found) {
    expectSummaries();
    found.forEach(this::found);
  }

  private void expectSummaries() {
    expected.forEach(
        (minute, sums) -> summaries.expect(minute, Canonical.digest(sums.content(minute))));
  }

  private void found(byte[] summary) {
    try {
      found(Json.parse(summary));
    } catch (JacksonException e) {
      unreadable++;
    }
  }

  private void found(JsonNode summary) {
    if (!summary.path("Name").isString() || !summary.path("Distance").isNumber()) {
      unreadable++;
      return;
    }
    var minute =
        new Minute(
            summary.path("Name").stringValue(), summary.path("StatusTime").asString("no time"));
    summaries.found(minute, Canonical.digest(Canonical.of(summary)));
    distances.merge(minute.name, summary.path("Distance").decimalValue(), BigDecimal::add);
  }

  /// Both sides, side by side.
  public Section section() {
    expectSummaries();
    var checks = new ArrayList<Check>();
    checks.add(Check.equal("unicorns' minutes summed up", summaries.expected(), summaries.same()));
    checks.add(
        Check.equal(
            "… summed up wrongly, twice or for nothing",
            0,
            summaries.different() + summaries.repeated() + summaries.unexpected()));
    checks.add(Check.equal("unreadable summaries", 0, unreadable));
    var sums = Balances.of(expectedDistances, distances);
    checks.addAll(sums.rows("distance in all minutes of", "unicorns"));
    var differences = new ArrayList<>(summaries.differences());
    differences.addAll(sums.differences("distance in all minutes of"));
    return new Section("Fleet summary by Flink", checks, differences);
  }
}
