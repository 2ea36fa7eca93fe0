package dev.millrace.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.cli.aws.ParquetRows;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.assertj.core.api.Assertions;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

/// Deletes what a run wrote to a stack that is not its own.
///
/// What cannot be told from others' data stays: objects that hold records of others, too, or that
/// are delivered later, records of streams, and the ledger's entries; the latter two expire.
record Cleaning(Backend backend, Run run) {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  void clean() {
    // taken back by the function, so that it does not come to totals that are deleted
    deleteItems("GameScoreRecords", this::isNumbered);
    RealTime.eventually(
        () ->
            Assertions.assertThat(items("GameScoresByUser", this::isNamed))
                .allSatisfy(total -> Assertions.assertThat(total.number("Score")).isZero()),
        PATIENCE);
    deleteItems("GameScoresByUser", this::isNamed);
    deleteItems("UnicornSensorData", this::isNamed);
    deleteItems("UnicornAggregation", this::isNamed);
    deleteItems("KinesisAggs", this::isNumbered);
    for (var prefix : List.of("score-logs/", "wildrydes/", "nyctaxitrips/")) {
      deleteObjects(prefix);
    }
  }

  private boolean isNamed(Item item) {
    return item.attributes().values().stream()
        .anyMatch(value -> value.s() != null && run.owns(value.s()));
  }

  private boolean isNumbered(Item item) {
    return item.attributes().entrySet().stream()
        .filter(each -> each.getKey().equals("RecordID") || each.getKey().equals("vendorId"))
        .anyMatch(each -> run.owns(Long.parseLong(each.getValue().n())));
  }

  private List<Item> items(String table, Predicate<Item> mine) {
    return new Pipelines(backend).items(table).stream().filter(mine).toList();
  }

  private void deleteItems(String table, Predicate<Item> mine) {
    var name = backend.ref(table);
    var key =
        backend.dynamoDb().describeTable(t -> t.tableName(name)).table().keySchema().stream()
            .map(KeySchemaElement::attributeName)
            .toList();
    for (var item : items(table, mine)) {
      var attributes = new java.util.HashMap<>(item.attributes());
      attributes.keySet().retainAll(key);
      backend.dynamoDb().deleteItem(d -> d.tableName(name).key(Map.copyOf(attributes)));
    }
  }

  private void deleteObjects(String prefix) {
    var bucket = backend.ref("DeliveryBucket");
    new Pipelines(backend)
        .files(prefix)
        .forEach((key, content) -> {
          if (key.endsWith(".parquet") ? isMine(content) : isMine(new String(content, UTF_8))) {
            backend.s3().deleteObject(d -> d.bucket(bucket).key(key));
          }
        });
  }

  private boolean isMine(String lines) {
    return lines.lines().allMatch(line -> line.contains("-" + run.id() + "\""));
  }

  private boolean isMine(byte[] parquet) {
    try (var rows = ParquetRows.open()) {
      return rows.of(parquet, "vendor_id").stream()
          .allMatch(row -> run.owns(Long.parseLong(row.getFirst())));
    } catch (SQLException e) {
      throw new AssertionError("a delivered file cannot be read", e);
    }
  }
}
