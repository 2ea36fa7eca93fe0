package dev.millrace.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.common.ConfigException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsClientsTest {

  @Test
  void anEmptyEndpointIsNone() {
    assertThat(AwsClients.endpoint(Map.of())).isEmpty();
    assertThat(AwsClients.endpoint(Map.of("ENDPOINT_URL", ""))).isEmpty();
    assertThat(AwsClients.endpoint(Map.of("ENDPOINT_URL", "http://127.0.0.1:4566")))
        .hasValue(URI.create("http://127.0.0.1:4566"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:4566", "ftp://host", "http://", "http://host/path"})
  void anEndpointThatIsNoneIsNamed(String endpoint) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> AwsClients.endpoint(Map.of("ENDPOINT_URL", endpoint)))
        .withMessage(
            "ENDPOINT_URL must be an http or https URL with a host and no path, was " + endpoint);
  }
}
