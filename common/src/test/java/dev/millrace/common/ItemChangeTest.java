package dev.millrace.common;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import dev.millrace.common.testkit.EventFiles;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ItemChangeTest {

  private static Decoded<ItemChange> read(String record) {
    var event =
        EventFiles.parse("{\"Records\":[%s]}".formatted(record), DynamodbEvent.class)
            .getRecords()
            .getFirst();
    return ItemChange.of(event);
  }

  private static Decoded<ItemChange> insert(String attribute) {
    return read(
        """
        {"eventID":"e","eventName":"INSERT","dynamodb":{"SequenceNumber":"1","NewImage":{"x":%s}}}
        """
            .formatted(attribute));
  }

  private static @Nullable Object value(String attribute) {
    return switch (insert(attribute)) {
      case Decoded.Valid(var change) when change.newImage() != null -> change.newImage().get("x");
      case Decoded.Valid(_) -> throw new AssertionError("no image");
      case Decoded.Malformed(var reason) -> throw new AssertionError(reason);
    };
  }

  @Test
  void attributeValuesOfAllTypesStayExact() {
    assertThat(value("{\"S\":\"\"}")).isEqualTo("");
    assertThat(value("{\"N\":\"1.10\"}")).isEqualTo(new BigDecimal("1.10"));
    assertThat(value("{\"BOOL\":false}")).isEqualTo(false);
    assertThat(value("{\"NULL\":true}")).isNull();
    assertThat(value("{\"B\":\"AQI=\"}")).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
    assertThat(value("{\"L\":[{\"N\":\"1\"},{\"NULL\":true}]}"))
        .isEqualTo(Arrays.asList(BigDecimal.ONE, null));
    assertThat(value("{\"L\":[]}")).isEqualTo(List.of());
    assertThat(value("{\"M\":{\"a\":{\"S\":\"b\"}}}")).isEqualTo(Map.of("a", "b"));
    assertThat(value("{\"SS\":[\"a\",\"b\"]}")).isEqualTo(Set.of("a", "b"));
    assertThat(value("{\"NS\":[\"1\",\"2.5\"]}"))
        .isEqualTo(Set.of(BigDecimal.ONE, new BigDecimal("2.5")));
    assertThat(value("{\"BS\":[\"AQI=\"]}")).isEqualTo(Set.of(ByteBuffer.wrap(new byte[] {1, 2})));
  }

  @Test
  void whatIsNoAttributeValueIsNamed() {
    assertThat(insert("{\"N\":\"many\"}"))
        .isEqualTo(Decoded.malformed("NewImage: attribute x: many is not a number"));
    assertThat(insert("{\"L\":[{\"M\":{\"y\":{\"N\":\"\"}}}]}"))
        .isEqualTo(
            Decoded.malformed("NewImage: attribute x: item 0: attribute y:  is not a number"));
    assertThat(insert("{}"))
        .isEqualTo(
            Decoded.malformed(
                "NewImage: attribute x: none of the types S, N, B, BOOL, NULL, L, M, SS, NS, BS"));
    assertThat(insert("null")).isEqualTo(Decoded.malformed("NewImage: attribute x: no value"));
  }

  @Test
  void aRecordWithoutItsFrameIsNamed() {
    assertThat(read("{\"eventID\":\"e\",\"eventName\":\"INSERT\"}"))
        .isEqualTo(Decoded.malformed("no member dynamodb"));
    assertThat(read("{\"eventName\":\"INSERT\",\"dynamodb\":{}}"))
        .isEqualTo(Decoded.malformed("no eventID"));
    assertThat(read("{\"eventID\":\"e\",\"eventName\":\"TRUNCATE\",\"dynamodb\":{}}"))
        .isEqualTo(Decoded.malformed("eventName must be INSERT, MODIFY or REMOVE, was TRUNCATE"));
  }

  @Test
  void theEventFilesAreRead() {
    var changes =
        EventFiles.dynamodb("score-aggregator").getRecords().stream()
            .map(ItemChange::of)
            .map(decoded -> ((Decoded.Valid<ItemChange>) decoded).value())
            .toList();
    assertThat(changes)
        .extracting(ItemChange::kind)
        .containsExactly(
            ItemChange.Kind.INSERT,
            ItemChange.Kind.MODIFY,
            ItemChange.Kind.MODIFY,
            ItemChange.Kind.REMOVE,
            ItemChange.Kind.REMOVE);
    assertThat(changes)
        .extracting(ItemChange::expired)
        .containsExactly(false, false, false, false, true);
    assertThat(changes.getFirst().created()).isEqualTo(Instant.parse("2026-01-05T10:00:00Z"));
    assertThat(changes.getFirst().oldImage()).isNull();
    assertThat(changes.getLast().newImage()).isNull();
    assertThat(changes.getFirst().keys()).isEqualTo(Map.of("RecordID", BigDecimal.ONE));
  }

  @Test
  void theWorkshopsOwnEventIsRead() {
    var event = EventFiles.dynamodb("workshop-score-insert-n").getRecords().getFirst();
    assertThat(ItemChange.of(event))
        .isInstanceOfSatisfying(
            Decoded.Valid.class,
            v -> {
              var change = (ItemChange) v.value();
              assertThat(change.created()).isNull();
              assertThat(change.streamArn()).contains("account-id");
              assertThat(change.sequenceNumber()).isEqualTo("111");
            });
  }

  @Test
  void theKinesisEventFilesAreRead() {
    var records = UserRecords.of(EventFiles.kinesis("kinesis-logger"));
    assertThat(records).hasSize(6);
    assertThat(records.getFirst().arrival()).isEqualTo(Instant.parse("2026-01-05T10:00:00.123Z"));
    assertThat(UserRecords.of(EventFiles.kinesis("workshop-kinesis-hello")).getFirst().arrival())
        .isEqualTo(Instant.parse("2015-04-09T00:00:00Z"));
  }
}
