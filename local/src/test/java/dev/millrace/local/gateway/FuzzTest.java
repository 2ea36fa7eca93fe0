package dev.millrace.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.common.testkit.Fuzz;
import dev.millrace.common.testkit.Mutations;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FuzzTest {

  private enum Place {
    TRIM_HORIZON,
    AT_TIMESTAMP
  }

  private record Entry(byte[] data, String partitionKey) {}

  private record Request(
      String streamName,
      List<Entry> records,
      @Nullable Place place,
      @Nullable Instant timestamp,
      @Nullable Integer limit,
      @Nullable Map<String, String> tags) {}

  private static final AwsAction<Request, Request> ACTION =
      new AwsAction<>("Put", Request.class, request -> request);

  private static final Request SAMPLE =
      new Request(
          "orders",
          List.of(new Entry("{}".getBytes(UTF_8), "key"), new Entry(new byte[0], "é")),
          Place.AT_TIMESTAMP,
          Instant.parse("2017-06-05T09:17:08.189Z"),
          10,
          Map.of("team", "stream"));

  @Test
  void aJsonBodyIsReadOrRefused() {
    fuzz("JSON", WireFormat.JSON);
  }

  @Test
  void aCborBodyIsReadOrRefused() {
    fuzz("CBOR", WireFormat.CBOR);
  }

  @Test
  void anRpcBodyIsReadOrRefused() {
    fuzz("RPC v2 CBOR", WireFormat.RPC_CBOR);
  }

  private static void fuzz(String name, WireFormat format) {
    var bodies = new Mutations(List.of(format.write(SAMPLE), format.write(Map.of())));
    Fuzz.run("request bodies in " + name, bodies, body -> read(format, body));
  }

  private static void read(WireFormat format, byte[] body) {
    try {
      format.read(body, ACTION);
    } catch (AwsException _) {
      // refused
    }
  }
}
