package dev.millrace.common;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import dev.millrace.common.testkit.EventFiles;
import dev.millrace.common.testkit.FakeContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The reference is what AWS's runtime client writes for the same answer.
class StreamHandlerTest {

  /// Answers how many records there were by the answer it was made for.
  private static final class Answering extends StreamHandler<KinesisEvent, Object> {

    private final Object answer;

    Answering(Object answer) {
      super(EventReader::kinesis);
      this.answer = answer;
    }

    @Override
    public Object handleRequest(KinesisEvent event, Context context) {
      assertThat(event).isEqualTo(EventFiles.kinesis("kinesis-logger"));
      return answer;
    }
  }

  @ParameterizedTest
  @MethodSource
  void answersAreWhatTheRuntimeClientWrites(Object answer) throws IOException {
    var out = new ByteArrayOutputStream();
    var event = EventFiles.text("kinesis-logger").getBytes(StandardCharsets.UTF_8);

    new Answering(answer).handleRequest(new ByteArrayInputStream(event), out, new FakeContext());

    assertThat(Json.value(out.toByteArray())).isEqualTo(Json.value(reference(answer)));
  }

  static List<Object> answersAreWhatTheRuntimeClientWrites() {
    return List.of(
        "Successfully processed 3 records.",
        new StreamsEventResponse(List.of()),
        new StreamsEventResponse(
            List.of(
                new StreamsEventResponse.BatchItemFailure("5"),
                new StreamsEventResponse.BatchItemFailure("6"))),
        new TimeWindowEventResponse(Map.of(), List.of()),
        new TimeWindowEventResponse(
            Map.of("a\"\u2028", "{\"é\": \"\ud83e\udd84\"}"),
            List.of(new TimeWindowEventResponse.BatchItemFailure("7"))));
  }

  private static byte[] reference(Object answer) {
    var out = new ByteArrayOutputStream();
    JacksonFactory.getInstance().getSerializer(Object.class).toJson(answer, out);
    return out.toByteArray();
  }
}
