package dev.millrace.logger;

import dev.millrace.common.testkit.Architecture;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void onlyTheEdgesKnowAwsAndOnlyTheHandlerKnowsTheMachine() {
    Architecture.check("dev.millrace.logger");
  }
}
