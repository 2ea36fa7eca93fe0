package dev.millrace.common;

import dev.millrace.common.testkit.Fuzz;
import dev.millrace.common.testkit.Images;
import dev.millrace.common.testkit.KinesisEvents;
import dev.millrace.common.testkit.Mutations;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FuzzTest {

  private static final byte[] AGGREGATE =
      KinesisEvents.aggregate("{\"Name\":\"Shadowfax\"}", "", "two");

  private final Mutations aggregates = new Mutations(List.of(AGGREGATE, new byte[0]));

  @Test
  void anAggregateIsTakenApartOrLeftWhole() {
    Fuzz.run("KplAggregate", aggregates, KplAggregate::unpack);
  }

  @Test
  void anAggregateThatIsSealedIsTakenApartOrLeftWhole() {
    Fuzz.run("KplAggregate, sealed", this::sealed, KplAggregate::unpack);
  }

  @Test
  void jsonIsReadOrMalformed() {
    var json = Mutations.of("{\"a\":[1,2.5,-3e7,true,null,{\"b\":\"é\\n\"}]}", "[]", "\"x\"", "17");
    Fuzz.run("Json", json, bytes -> Json.value(bytes).map(Json::write));
  }

  @Test
  void changesOfItemsAreReadOrMalformed() {
    Fuzz.run("ItemChange", new Images("Name", "Score"), ItemChange::of);
  }

  /// A mutation with the magic bytes and the checksum that make it be looked into.
  private byte[] sealed(Random random) {
    var mutation = aggregates.apply(random);
    var message = Arrays.copyOfRange(mutation, Math.min(4, mutation.length), mutation.length);
    var sealed = Arrays.copyOf(AGGREGATE, 4 + message.length + 16);
    System.arraycopy(message, 0, sealed, 4, message.length);
    var md5 = md5(message);
    System.arraycopy(md5, 0, sealed, 4 + message.length, md5.length);
    return sealed;
  }

  private static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has MD5", e);
    }
  }
}
