package dev.millrace.window;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import dev.millrace.common.Json;
import dev.millrace.common.testkit.EventFiles;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// How Lambda's runtime client for Java maps window events and responses: it reads an event with a
/// serializer of its own where it has one, and writes everything else with plain Jackson.
class LambdaWireTest {

  @Test
  void everyFieldOfAWindowEventArrives() {
    var event = EventFiles.window("window-aggregator");
    var last = EventFiles.window("window-aggregator-final");

    assertThat(event.getShardId()).isEqualTo("shardId-000000000000");
    assertThat(event.getEventSourceArn()).endsWith(":stream/wildrydes");
    assertThat(event.getWindow().getStart()).isEqualTo("2017-06-05T09:17:00Z");
    assertThat(event.getWindow().getEnd()).isEqualTo("2017-06-05T09:18:00Z");
    assertThat(event.getState()).isEmpty();
    assertThat(event.getIsFinalInvokeForWindow()).isFalse();
    assertThat(event.getIsWindowTerminatedEarly()).isFalse();
    assertThat(event.getRecords()).hasSize(4);
    assertThat(event.getRecords().getFirst().getKinesis().getApproximateArrivalTimestamp())
        .isEqualTo(Date.from(Instant.parse("2017-06-05T09:17:08.189Z")));
    assertThat(last.getIsFinalInvokeForWindow()).isTrue();
    assertThat(last.getState()).containsKeys("first", "key:Shadowfax");
    assertThat(last.getRecords()).isEmpty();
  }

  @Test
  void theRuntimeHasAReaderForTheEventButNoneForTheResponse() {
    assertThat(
            LambdaEventSerializers.isLambdaSupportedEvent(KinesisTimeWindowEvent.class.getName()))
        .isTrue();
    assertThat(
            LambdaEventSerializers.isLambdaSupportedEvent(TimeWindowEventResponse.class.getName()))
        .isFalse();
  }

  @Test
  void theResponseHasTheTwoFieldsThatLambdaReads() {
    assertThat(write(new TimeWindowEventResponse(Map.of("first", "7"), List.of())))
        .isEqualTo("{\"state\":{\"first\":\"7\"},\"batchItemFailures\":[]}");
    assertThat(write(new TimeWindowEventResponse(Map.of(), List.of(new BatchItemFailure("9")))))
        .isEqualTo("{\"state\":{},\"batchItemFailures\":[{\"itemIdentifier\":\"9\"}]}");
  }

  @Test
  void theStateThatIsWrittenIsTheStateThatComesBackAndItsSizeIsKnown() {
    var state = new TreeMap<>(EventFiles.window("window-aggregator-final").getState());
    state.put("key:\u2028é\"\\\ud83e\udd84", "{\"n\":1}");

    var response = write(new TimeWindowEventResponse(state, List.of()));
    var next = "{\"state\":" + Json.write(state) + "}";

    assertThat(EventFiles.parse(next, KinesisTimeWindowEvent.class).getState()).isEqualTo(state);
    assertThat(Json.object(response.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            Json.object(
                (next.substring(0, next.length() - 1) + ",\"batchItemFailures\":[]}")
                    .getBytes(StandardCharsets.UTF_8)));
    assertThat(WindowState.size(state)).isGreaterThanOrEqualTo(stateBytes(response));
  }

  private static int stateBytes(String response) {
    return response.getBytes(StandardCharsets.UTF_8).length
        - "{\"state\":,\"batchItemFailures\":[]}".length();
  }

  private static String write(TimeWindowEventResponse response) {
    var out = new ByteArrayOutputStream();
    JacksonFactory.getInstance().getSerializer(TimeWindowEventResponse.class).toJson(response, out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
