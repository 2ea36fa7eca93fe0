package dev.millrace.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import org.junit.jupiter.api.Test;

class MappingStateTest {

  @Test
  @Proves(Rule.STATES)
  void aStateIsCalledAsInTheApi() {
    assertThat(MappingState.values())
        .extracting(MappingState::text)
        .containsExactlyInAnyOrder(
            "Creating", "Enabling", "Enabled", "Disabling", "Disabled", "Updating", "Deleting");
  }
}
