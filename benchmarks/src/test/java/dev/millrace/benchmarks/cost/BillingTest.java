package dev.millrace.benchmarks.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BillingTest {

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private static String data(int bytes) {
    return Base64.getEncoder().encodeToString(new byte[bytes]);
  }

  @Test
  void aTransactionCostsTwoUnitsForEachKilobyteOfEachItem() {
    var request =
        json(
            """
            {"TransactItems": [
              {"Put": {"Item": {"EventID": {"S": "1"}}}},
              {"Put": {"Item": {"EventID": {"S": "%s"}}}},
              {"Update": {"Key": {"Username": {"S": "Jane"}}, "ExpressionAttributeValues": {":points": {"N": "1"}}}}]}
            """
                .formatted("x".repeat(1024)));

    assertThat(Billing.of("TransactWriteItems", request)).isEqualTo(new Counts(1, 3, 8, 0));
  }

  @Test
  void aBatchCostsAUnitForEachKilobyteOfEachItem() {
    var request =
        json(
            """
            {"RequestItems": {"readings": [
              {"PutRequest": {"Item": {"Name": {"S": "Shadowfax"}, "Distance": {"N": "175"}}}},
              {"PutRequest": {"Item": {"Name": {"S": "Rocinante"}, "Parts": {"M": {"a": {"N": "1"}}}}}}]}}
            """);

    assertThat(Billing.of("BatchWriteItem", request)).isEqualTo(new Counts(1, 2, 2, 0));
  }

  @Test
  void aRecordOfKinesisCostsAUnitForEach25Kilobytes() {
    var request =
        json(
            """
            {"Records": [{"Data": "%s"}, {"Data": "%s"}]}\
            """
                .formatted(data(25 * 1024), data(25 * 1024 + 1)));

    assertThat(Billing.of("PutRecords", request)).isEqualTo(new Counts(1, 2, 3, 0));
  }

  @Test
  void aRecordOfFirehoseCostsStepsOf5Kilobytes() {
    var request =
        json(
            """
            {"Records": [{"Data": "%s"}, {"Data": "%s"}]}\
            """
                .formatted(data(3), data(5121)));

    assertThat(Billing.of("PutRecordBatch", request)).isEqualTo(new Counts(1, 2, 0, 3 * 5120));
  }

  @Test
  void anItemIsAsLargeAsDynamoDbSays() {
    var item =
        json(
            """
            {"id": {"S": "id_value_1"}, "numericFilter": {"N": "42"}}\
            """);

    // as AWS's SizeBytes of this image: 12 and 15
    assertThat(Billing.size(item)).isEqualTo(27);
  }

  @Test
  void whatHasNoPriceIsRefused() {
    assertThatThrownBy(() -> Billing.of("Scan", json("{}")))
        .hasMessage("no price is known of Scan");
  }
}
