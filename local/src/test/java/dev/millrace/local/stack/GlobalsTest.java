package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GlobalsTest {

  @Test
  void mapsAreMergedListsAreJoinedAndScalarsAreReplaced() {
    var merged =
        Globals.merge(
            Map.of(
                "Timeout", 3,
                "Environment", Map.of("Variables", Map.of("A", "global", "B", "global")),
                "Policies", List.of("x")),
            Map.of(
                "Timeout",
                60,
                "Environment",
                Map.of("Variables", Map.of("B", "own")),
                "Policies",
                List.of("y"),
                "Handler",
                "h"));

    assertThat(merged)
        .containsEntry("Timeout", 60)
        .containsEntry("Environment", Map.of("Variables", Map.of("A", "global", "B", "own")))
        .containsEntry("Policies", List.of("x", "y"))
        .containsEntry("Handler", "h");
  }

  @Test
  void anIntrinsicFunctionReplacesAGlobalMap() {
    var merged =
        Globals.merge(
            Map.of("Tags", Map.of("a", "b")), Map.of("Tags", Map.of("Fn::If", List.of("C", 1, 2))));

    assertThat(merged).containsEntry("Tags", Map.of("Fn::If", List.of("C", 1, 2)));
  }
}
