package dev.millrace.cli.check;

import dev.millrace.cli.aws.Item;
import dev.millrace.cli.check.ReadingRules.Sample;
import dev.millrace.cli.input.ReadingInput;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import tools.jackson.core.JacksonException;

/// What must come of the sensor readings: an item per good reading, every message in the archive,
/// the poison in the failure queue or in quarantine, and windows that add up to the input.
///
/// Which window a reading falls in depends on when it arrived, so windows are compared by their
/// sums per unicorn. A message counts in a window if it tells a name and a distance, also if it is
/// poison to the table.
public final class ReadingCheck {

  private static final int WINDOW_SECONDS = 60;

  /// The least or most points in a window.
  private record Extreme(
      String attribute, Function<Sample, BigDecimal> points, BinaryOperator<BigDecimal> extreme) {

    static final List<Extreme> ALL =
        List.of(
            new Extreme("minMagicPoints", Sample::magic, BigDecimal::min),
            new Extreme("maxMagicPoints", Sample::magic, BigDecimal::max),
            new Extreme("minHealthPoints", Sample::health, BigDecimal::min),
            new Extreme("maxHealthPoints", Sample::health, BigDecimal::max));

    void merge(Map<String, BigDecimal> extremes, String name, BigDecimal value) {
      extremes.merge(attribute + " of " + name, value, extreme);
    }
  }

  private final Ledger<String> stored = new Ledger<>("reading");
  private final LineBag archive = new LineBag();
  private final WindowSums windows = new WindowSums("distance of", WINDOW_SECONDS);
  private final Map<String, BigDecimal> expectedExtremes = new HashMap<>();
  private final LineBag poison = new LineBag();
  private boolean quarantined;

  private final Map<String, BigDecimal> extremes = new HashMap<>();
  private int objects;
  private long failureMessages;
  private long failedRecords;
  private long unreadableFailures;

  /// Notes a message that is going to be sent.
  public void expect(ReadingInput reading) {
    archive.expect(reading.data());
    var verdict = ReadingRules.of(reading.data());
    verdict
        .item()
        .ifPresentOrElse(
            item -> stored.expect(item.key(), Canonical.digest(item.content())),
            () -> poison.expect(reading.data()));
    verdict.sample().ifPresent(this::expectSample);
  }

  private void expectSample(Sample sample) {
    windows.expect(sample.name(), sample.distance());
    for (var extreme : Extreme.ALL) {
      extreme.merge(expectedExtremes, sample.name(), extreme.points().apply(sample));
    }
  }

  /// Notes an item of the table of readings.
  void foundItem(Item item) {
    var key = ReadingRules.key(item.text("Name"), item.text("StatusTime"));
    stored.found(key, Canonical.digest(Canonical.of(item.attributes())));
  }

  /// Notes an item of the table of windows.
  void foundWindow(Item item) {
    var name = item.text("name");
    windows.found(name, item.number("distance"), item);
    for (var extreme : Extreme.ALL) {
      extreme.merge(extremes, name, item.number(extreme.attribute()));
    }
  }

  /// Notes a delivered line.
  void foundLine(byte[] line) {
    archive.found(line);
  }

  void foundObjects(int count) {
    objects = count;
  }

  /// Notes a record that was set aside.
  void foundPoison(byte[] data) {
    poison.found(data);
  }

  /// Notes that poison is set aside, so that none of it may be in the failure queue.
  void expectQuarantine() {
    quarantined = true;
  }

  /// Notes a message of the failure queue.
  void foundFailure(String body) {
    failureMessages++;
    try {
      var size = Json.parse(body).path("KinesisBatchInfo").path("batchSize");
      if (size.isInt()) {
        failedRecords += size.intValue();
      } else {
        unreadableFailures++;
      }
    } catch (JacksonException e) {
      unreadableFailures++;
    }
  }

  /// Both sides, side by side.
  public Section section() {
    var checks = new ArrayList<Check>();
    checks.add(Check.equal("readings stored as sent", stored.expected(), stored.same()));
    checks.add(
        Check.equal(
            "readings stored that are wrong",
            0,
            stored.different() + stored.repeated() + stored.unexpected()));
    checks.add(Check.equal("messages in the archive in S3", archive.expected(), archive.found()));
    checks.add(
        Check.equal("… that are as sent, byte for byte", archive.expected(), archive.matched()));
    checks.add(Check.objects("objects under wildrydes/", archive.expected(), objects));
    if (quarantined) {
      checks.add(Check.equal("poison set aside as sent", poison.expected(), poison.matched()));
      checks.add(Check.equal("… set aside and not sent so", 0, poison.found() - poison.matched()));
    }
    var failures = quarantined ? 0 : poison.expected();
    checks.add(Check.equal("messages in wildrydes-queue", failures, failureMessages));
    checks.add(Check.equal("… records they speak of", failures, failedRecords));
    checks.add(Check.equal("… that are unreadable", 0, unreadableFailures));
    checks.addAll(windows.checks());
    var points = Balances.of(expectedExtremes, extremes);
    checks.add(points.all("least and most points in windows"));
    var differences = new ArrayList<>(stored.differences());
    differences.addAll(archive.differences());
    differences.addAll(points.differences("in windows,"));
    return new Section("Unicorn fleet", checks, differences);
  }
}
