package dev.millrace.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class KeyHashTest {

  @Test
  @Proves(Rule.LANE_OF_A_RECORD)
  void aPartitionKeyHasTheSameHashInEveryRun() {
    assertThat(KeyHash.of("Shadowfax")).isEqualTo(0x9394b4cd);
  }

  @Test
  @Proves(Rule.LANE_OF_A_RECORD)
  void anItemsHashDependsOnBothKeysAndNotOnTheirOrder() {
    var there = new LinkedHashMap<String, AttributeValue>();
    there.put("player", AttributeValue.fromS("a"));
    there.put("round", AttributeValue.fromN("1"));
    var back = new LinkedHashMap<String, AttributeValue>();
    back.put("round", AttributeValue.fromN("1"));
    back.put("player", AttributeValue.fromS("a"));
    var other = new LinkedHashMap<>(there);
    other.put("round", AttributeValue.fromN("2"));

    assertThat(KeyHash.of(back)).isEqualTo(KeyHash.of(there));
    assertThat(KeyHash.of(other)).isNotEqualTo(KeyHash.of(there));
  }

  @Test
  @Proves(Rule.LANE_OF_A_RECORD)
  void equalNumbersAreTheSameKey() {
    assertThat(KeyHash.of(Map.of("n", AttributeValue.fromN("100"))))
        .isEqualTo(KeyHash.of(Map.of("n", AttributeValue.fromN("1.00E+2"))));
  }

  @Test
  void aTextIsAnotherKeyThanItsNumberOrItsBytes() {
    assertThat(
            IntStream.of(
                KeyHash.of(Map.of("k", AttributeValue.fromS("1"))),
                KeyHash.of(Map.of("k", AttributeValue.fromN("1"))),
                KeyHash.of(Map.of("k", AttributeValue.fromB(SdkBytes.fromUtf8String("1"))))))
        .doesNotHaveDuplicates();
  }

  @Test
  void keysThatReadAlikeTogetherAreStillDifferent() {
    assertThat(KeyHash.of(Map.of("a", AttributeValue.fromS("bS"), "c", AttributeValue.fromS("d"))))
        .isNotEqualTo(
            KeyHash.of(Map.of("a", AttributeValue.fromS("b"), "Sc", AttributeValue.fromS("d"))));
  }

  @Test
  void anAttributeThatCannotBeAKeyIsRefused() {
    assertThatThrownBy(() -> KeyHash.of(Map.of("k", AttributeValue.fromBool(true))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a key must be S, N or B, was ");
  }

  @Test
  void keysSpreadOverTheLanes() {
    for (var lanes = 2; lanes <= 10; lanes++) {
      var counts = new int[lanes];
      for (var key = 0; key < 1000; key++) {
        counts[Math.floorMod(KeyHash.of("key" + key), lanes)]++;
      }
      var fair = 1000 / lanes;
      assertThat(IntStream.of(counts)).as("lanes %s", lanes).allMatch(count -> count > fair / 2);
    }
  }
}
