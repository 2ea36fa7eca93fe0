package dev.millrace.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Record;

class EventShapeTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 100, 100_000})
  @Proves(Rule.KINESIS_DATA)
  void dataAreStandardBase64WithPaddingOnOneLine(int length) {
    var data = new byte[length];
    new Random(length).nextBytes(data);
    var events = new EventJson(new TestConfig().build(), "shardId-000000000006");
    var record =
        Record.builder()
            .partitionKey("k")
            .sequenceNumber("1")
            .data(SdkBytes.fromByteArray(data))
            .approximateArrivalTimestamp(Instant.EPOCH)
            .build();
    assertThat(new String(events.kinesis(record), UTF_8))
        .contains("\"data\":\"" + Base64.getEncoder().encodeToString(data) + "\",");
  }
}
