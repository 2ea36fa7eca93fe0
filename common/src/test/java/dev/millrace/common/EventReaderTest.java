package dev.millrace.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import dev.millrace.common.StreamHandler.Format;
import dev.millrace.common.testkit.EventFiles;
import dev.millrace.common.testkit.Fuzz;
import dev.millrace.common.testkit.Images;
import dev.millrace.common.testkit.Mutations;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The reference is what AWS's runtime client makes of the same JSON.
class EventReaderTest {

  private static final String RARE =
      """
      {
        "Records": [
          {"eventID": 5, "kinesis": {"data": null, "approximateArrivalTimestamp": 1545084650.987, "new": [{}]}},
          {"kinesis": {"data": "", "approximateArrivalTimestamp": 1545084711, "encryptionType": "KMS"}},
          {"kinesis": null, "awsRegion": null, "unknown": {"kinesis": {"data": "AA=="}}},
          null
        ],
        "unknown": [1, {"Records": []}]
      }
      """;

  @ParameterizedTest
  @ValueSource(strings = {"kinesis-logger", "sensor-persister", "firehose-forwarder"})
  void aKinesisEventIsWhatTheRuntimeClientReads(String file) {
    var json = EventFiles.text(file);

    assertThat(read(EventReader::kinesis, json)).isEqualTo(EventFiles.kinesis(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {RARE, "{}", "{\"Records\": null}", "{\"Records\": []}"})
  void rareKinesisEventsAreWhatTheRuntimeClientReads(String json) {
    assertThat(read(EventReader::kinesis, json))
        .isEqualTo(EventFiles.parse(json, KinesisEvent.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"window-aggregator", "window-aggregator-final"})
  void aWindowEventIsWhatTheRuntimeClientReads(String file) {
    assertThat(read(EventReader::window, EventFiles.text(file)))
        .usingRecursiveComparison()
        .isEqualTo(EventFiles.window(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"score-aggregator", "workshop-score-insert-n", "workshop-score-insert-s"})
  void aDynamoDbEventIsWhatTheRuntimeClientReads(String file) {
    assertThat(read(EventReader::dynamodb, EventFiles.text(file)))
        .isEqualTo(EventFiles.dynamodb(file));
  }

  @Test
  void imagesOfEveryKindAreWhatTheRuntimeClientReads() {
    var images = new Images("Name", "Score");
    var random = new Random(11);
    var event = new DynamodbEvent();
    event.setRecords(IntStream.range(0, 200).mapToObj(_ -> images.apply(random)).toList());
    var json = write(event);

    assertThat(read(EventReader::dynamodb, json))
        .isEqualTo(EventFiles.parse(json, DynamodbEvent.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null | the event must be an object, was null",
        "| the event must be an object, was nothing",
        "[] | the event must be an object, was [",
        "{\"Records\": {}} | member /Records of the event must be an array, was {",
        "{\"Records\": [7]} | member /Records/0 of the event must be an object, was 7",
        "{\"Records\": [{\"eventID\": []}]} "
            + "| member /Records/0/eventID of the event must be a string, was [",
        "{\"Records\": [{\"kinesis\": {\"data\": 7}}]} "
            + "| member /Records/0/kinesis/data of the event must be a string of base64, was 7",
        "{\"Records\": [{\"kinesis\": {\"approximateArrivalTimestamp\": \"x\"}}]} "
            + "| member /Records/0/kinesis/approximateArrivalTimestamp of the event"
            + " must be a number of seconds, was x",
        "{\"isFinalInvokeForWindow\": 1} "
            + "| member /isFinalInvokeForWindow of the event must be true or false, was 1",
      })
  void whatIsWrongIsNamed(String text) {
    var bar = text.indexOf("|");
    var json = text.substring(0, bar).strip();
    var message = text.substring(bar + 1).strip();

    assertThatThrownBy(() -> read(EventReader::window, json))
        .isExactlyInstanceOf(PoisonException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"Records\": [", "{]", "{\"Records\": [{\"kinesis\": {\"data\": \"?\"}}]}"})
  void whatIsNoJsonIsNamedWithItsPlace(String json) {
    assertThatThrownBy(() -> read(EventReader::kinesis, json))
        .isExactlyInstanceOf(PoisonException.class)
        .hasMessageMatching("the event is not valid JSON at byte [0-9]+: .+");
  }

  @Test
  void whateverComesIsReadOrRefused() {
    var samples =
        Mutations.of(
            Stream.of("kinesis-logger", "score-aggregator", "window-aggregator-final")
                .map(EventFiles::text)
                .toArray(String[]::new));
    Fuzz.run("EventReader, kinesis", samples, bytes -> refused(EventReader::window, bytes));
    Fuzz.run("EventReader, dynamodb", samples, bytes -> refused(EventReader::dynamodb, bytes));
  }

  // The refusal is what the fuzzer allows.
  @SuppressWarnings("EmptyCatch")
  private static void refused(Format<?> format, byte[] bytes) {
    try {
      read(format, bytes);
    } catch (PoisonException e) {
      // as it should be
    }
  }

  private static <T> T read(Format<T> format, String json) {
    return read(format, json.getBytes(StandardCharsets.UTF_8));
  }

  private static <T> T read(Format<T> format, byte[] json) {
    try {
      return format.read(new ByteArrayInputStream(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String write(DynamodbEvent event) {
    var out = new ByteArrayOutputStream();
    EventFiles.serializer(DynamodbEvent.class).toJson(event, out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
