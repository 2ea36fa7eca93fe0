package dev.millrace.benchmarks.cost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.benchmarks.cost.Prices.Good;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostPageTest {

  private final Inputs inputs = Inputs.read();

  @Test
  void thePageIsWhatTheInputsSay() throws IOException {
    var page = Files.readString(Path.of("..", "docs", "cost.md"), UTF_8);

    assertThat(page)
        .as("docs/cost.md is stale: benchmarks/run cost writes it anew")
        .isEqualTo(CostPage.of(inputs));
  }

  @Test
  void whatWasNotMeasuredIsRefused() {
    var without =
        new Inputs(
            inputs.prices(), inputs.assumptions(), new Measured("2026-01-01", "none", Map.of()));

    assertThatThrownBy(() -> CostPage.of(without))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "measured.json must have the work of \"scores, exactly once\", was null:"
                + " benchmarks/run work measures it");
  }

  @Test
  void aMillionChangesTakeTheWriteUnitsThatTheDocumentsTell() {
    assertThat(units(Job.SCORES)).isEqualTo(2_800_000);
    assertThat(units(Job.SCORES_AT_LEAST_ONCE)).isEqualTo(400_000);
  }

  @Test
  void packedTripsAreBilledForLessThanAFourteenth() {
    var model = new Model(inputs);
    var packed = model.conversion(Job.FORWARDER, Pipelines.TRIP).quantity(Good.FIREHOSE_GB);
    var unpacked =
        model.conversion(Job.FORWARDER_UNPACKED, Pipelines.TRIP).quantity(Good.FIREHOSE_GB);

    assertThat(unpacked / packed).isGreaterThan(14);
  }

  @Test
  void aBillIsTheSumOfQuantitiesTimesPrices() {
    var bill = new Bill().add(Good.LAMBDA_REQUESTS, 2e6).add(Good.DYNAMODB_WRITE_UNITS, 1e6);

    assertThat(bill.dollars(inputs.prices())).isEqualTo(0.4 + 0.625, within(1e-9));
  }

  private double units(String job) {
    var work = inputs.measured().work(job);
    return work.perMillion(work.writeUnits());
  }
}
