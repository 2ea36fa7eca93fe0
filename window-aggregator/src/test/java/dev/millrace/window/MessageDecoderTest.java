package dev.millrace.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageDecoderTest {

  private static final Target DISTANCE = new Target(Target.Kind.SUM, "distance");
  private static final Target PASSENGERS = new Target(Target.Kind.SUM, "passenger");
  private static final Target MOST = new Target(Target.Kind.MAX, "most");

  private static final MessageDecoder UNICORNS =
      new MessageDecoder(
          new WindowFields(
              "Name", KeyType.S, List.of(new Measure("Distance", DISTANCE)), List.of()));

  private static final MessageDecoder TAXIS =
      new MessageDecoder(
          new WindowFields(
              "vendorId",
              KeyType.N,
              List.of(
                  new Measure("passengerCount", PASSENGERS), new Measure("passengerCount", MOST)),
              List.of(new WindowFields.Only("type", "trip"))));

  @Test
  void aMessageBecomesItsKeyAndItsNumbers() {
    assertThat(decode(UNICORNS, "{\"Name\":\"Shadowfax\",\"Distance\":175.250,\"x\":[]}"))
        .isEqualTo(new Message.Sample("Shadowfax", Map.of(DISTANCE, new BigDecimal("175.25"))));
  }

  @Test
  void oneFieldMayGoIntoSeveralTotals() {
    assertThat(decode(TAXIS, "{\"type\":\"trip\",\"vendorId\":2,\"passengerCount\":3}"))
        .isEqualTo(
            new Message.Sample(
                "2", Map.of(PASSENGERS, BigDecimal.valueOf(3), MOST, BigDecimal.valueOf(3))));
  }

  @ParameterizedTest
  @CsvSource({"2", "2.0", "20e-1", "0.2e1"})
  void aNumericKeyHasOneSpelling(String vendor) {
    var json = "{\"type\":\"trip\",\"vendorId\":%s,\"passengerCount\":3}".formatted(vendor);

    assertThat(decode(TAXIS, json))
        .isInstanceOfSatisfying(
            Message.Sample.class, sample -> assertThat(sample.key()).isEqualTo("2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ?                                    | not a JSON object
          [1]                                  | not a JSON object
          {"Distance":1}                       | Name missing
          {"Distance":1,"Name":null}           | Name missing
          {"Distance":1,"Name":7}              | Name not a string
          {"Distance":1,"Name":""}             | Name not storable as a key
          {"Distance":1,"Name":"\\ud800"}      | Name not storable as a key
          {"Name":"a"}                         | Distance missing
          {"Name":"a","Distance":"1"}          | Distance not a number
          {"Name":"a","Distance":1e12}         | Distance out of range
          {"Name":"a","Distance":-1e12}        | Distance out of range
          {"Name":"a","Distance":1e-21}        | Distance out of range
          """)
  void aReadingThatLacksSomethingIsSkippedWithTheReason(String json, String reason) {
    assertThat(decode(UNICORNS, json)).isEqualTo(new Message.Skipped(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"vendorId":1,"passengerCount":1}                        | type not trip
          {"type":"watermark"}                                     | type not trip
          {"type":"trip","vendorId":"1","passengerCount":1}        | vendorId not a number
          {"type":"trip","vendorId":1}                             | passengerCount missing
          """)
  void aTripThatLacksSomethingIsSkippedWithTheReason(String json, String reason) {
    assertThat(decode(TAXIS, json)).isEqualTo(new Message.Skipped(reason));
  }

  @Test
  void aKeyTooLongForDynamoDbIsSkipped() {
    var json = "{\"Name\":\"%s\",\"Distance\":1}";

    assertThat(decode(UNICORNS, json.formatted("é".repeat(1024))))
        .isInstanceOf(Message.Sample.class);
    assertThat(decode(UNICORNS, json.formatted("é".repeat(1025))))
        .isEqualTo(new Message.Skipped("Name not storable as a key"));
  }

  @Test
  void aMillionOfTheLargestNumbersFitIntoDynamoDbs38Digits() {
    var largest = new BigDecimal("999999999999." + "9".repeat(20));

    assertThat(decode(UNICORNS, "{\"Name\":\"a\",\"Distance\":%s}".formatted(largest)))
        .isInstanceOf(Message.Sample.class);
    assertThat(largest.multiply(BigDecimal.valueOf(1_000_000)).precision()).isEqualTo(38);
  }

  private static Message decode(MessageDecoder decoder, String json) {
    return decoder.decode(json.getBytes(StandardCharsets.UTF_8));
  }
}
