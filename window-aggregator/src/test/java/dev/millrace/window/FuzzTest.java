package dev.millrace.window;

import dev.millrace.common.testkit.Fuzz;
import dev.millrace.common.testkit.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FuzzTest {

  @Test
  void aMessageIsASampleOrSkipped() {
    var messages =
        Mutations.of("{\"vendorId\":2,\"passengerCount\":1.5}", "{\"vendorId\":-7e2}", "{}");
    var passengers = new Measure("passengerCount", new Target(Target.Kind.SUM, "passengers"));
    var decoder =
        new MessageDecoder(new WindowFields("vendorId", KeyType.N, List.of(passengers), List.of()));

    Fuzz.run("MessageDecoder", messages, decoder::decode);
  }

  @Test
  void aStateIsReadOrMalformed() {
    var aggregates = Mutations.of("{\"n\":3,\"sum\":{\"distance\":525.5},\"min\":{\"least\":-1}}");

    Fuzz.run(
        "WindowState",
        aggregates,
        bytes ->
            WindowState.decode(
                Map.of(
                    "first",
                    "1",
                    "last",
                    "2",
                    "key:a",
                    new String(bytes, StandardCharsets.UTF_8))));
  }
}
