package dev.millrace.common.testkit;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Records of a table's stream with images of every kind of attribute, right and wrong.
public final class Images implements Function<Random, DynamodbStreamRecord> {

  private static final List<String> NUMBERS =
      List.of(
          "0", "-5", "1.50", "1e3", "1e999999999", "-1E-130", "9".repeat(60), "", "five", "NaN");

  private final List<String> attributes;

  /// @param attributes the names that the decoder looks for
  public Images(String... attributes) {
    this.attributes = Stream.concat(Stream.of(attributes), Stream.of("other", "")).toList();
  }

  @Override
  public DynamodbStreamRecord apply(Random random) {
    var streamRecord = new DynamodbStreamRecord();
    streamRecord.setEventID(maybe(random, "event-" + random.nextInt(100)));
    streamRecord.setEventName(any(random, "INSERT", "MODIFY", "REMOVE", "INSERT", "insert", null));
    streamRecord.setUserIdentity(
        random.nextInt(8) > 0
            ? null
            : new Identity()
                .withPrincipalId(any(random, "dynamodb.amazonaws.com", "someone", null)));
    streamRecord.setDynamodb(random.nextInt(30) == 0 ? null : change(random));
    return streamRecord;
  }

  private StreamRecord change(Random random) {
    return new StreamRecord()
        .withSequenceNumber(maybe(random, String.valueOf(random.nextInt(1_000))))
        .withApproximateCreationDateTime(
            random.nextBoolean() ? null : Date.from(Instant.ofEpochMilli(random.nextLong())))
        .withKeys(random.nextInt(5) == 0 ? null : item(random))
        .withOldImage(random.nextInt(3) == 0 ? null : item(random))
        .withNewImage(random.nextInt(3) == 0 ? null : item(random));
  }

  private Map<String, AttributeValue> item(Random random) {
    var item = new HashMap<String, AttributeValue>();
    for (var name : attributes) {
      if (random.nextInt(5) > 0) {
        item.put(name, value(random, 0));
      }
    }
    return item;
  }

  private AttributeValue value(Random random, int depth) {
    var value = new AttributeValue();
    return switch (random.nextInt(depth < 4 ? 11 : 6)) {
      case 0, 1 -> value.withS(maybe(random, "text".repeat(random.nextInt(4))));
      case 2, 3 -> value.withN(maybe(random, any(random, NUMBERS.toArray(String[]::new))));
      case 4 -> value.withB(ByteBuffer.wrap(new byte[random.nextInt(4)]));
      case 5 -> random.nextBoolean() ? value.withBOOL(true) : value.withNULL(random.nextBoolean());
      case 6 -> value.withSS(List.of("a", "b"));
      case 7 ->
          value.withNS(IntStream.range(0, 3).mapToObj(_ -> any(random, "1", "1.0", "x")).toList());
      case 8 -> value.withL(IntStream.range(0, 3).mapToObj(_ -> value(random, depth + 1)).toList());
      case 9 -> value.withM(Map.of("x", value(random, depth + 1)));
      default -> value;
    };
  }

  private static @Nullable String maybe(Random random, @Nullable String text) {
    return random.nextInt(20) == 0 ? null : text;
  }

  private static @Nullable String any(Random random, @Nullable String... texts) {
    return texts[random.nextInt(texts.length)];
  }
}
