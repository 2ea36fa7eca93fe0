package dev.millrace.score;

import dev.millrace.common.testkit.Architecture;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void onlyTheEdgesKnowAwsAndOnlyTheHandlerKnowsTheMachine() {
    Architecture.check("dev.millrace.score");
  }
}
