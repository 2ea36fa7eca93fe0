package dev.millrace.forwarder;

import dev.millrace.common.testkit.Architecture;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void onlyTheEdgesKnowAws() {
    Architecture.check("dev.millrace.forwarder");
  }
}
