package dev.millrace.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/// Writes the events that a function gets, in the form Lambda gives them.
final class EventJson {

  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final byte[] HEAD = "{\"Records\":[".getBytes(UTF_8);

  private final StreamArn arn;
  private final String roleArn;
  private final Optional<Duration> tumblingWindow;
  private final String shardId;
  private final KinesisElement kinesisElement;

  EventJson(MappingConfig config, String shardId) {
    this(StreamArn.parse(config.streamArn()), config.roleArn(), config.tumblingWindow(), shardId);
  }

  EventJson(StreamArn arn, String roleArn, Optional<Duration> tumblingWindow, String shardId) {
    this.arn = arn;
    this.roleArn = roleArn;
    this.tumblingWindow = tumblingWindow;
    this.shardId = shardId;
    this.kinesisElement =
        KinesisElement.with(object(json -> envelope(json, KinesisElement.SEQUENCE_NUMBER)));
  }

  /// Writes one JSON object.
  static byte[] object(Consumer<JsonGenerator> body) {
    var out = new ByteArrayOutputStream();
    try (var json = MAPPER.createGenerator(out)) {
      json.writeStartObject();
      body.accept(json);
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  /// One element of `Records` from a Kinesis stream.
  byte[] kinesis(software.amazon.awssdk.services.kinesis.model.Record record) {
    return kinesisElement.of(record);
  }

  /// A Kinesis record as filters see it: its data as JSON at the top, all other fields beside it.
  ///
  /// @param data the record's data, JSON; empty to leave them out
  byte[] filterable(
      software.amazon.awssdk.services.kinesis.model.Record record, Optional<String> data) {
    return object(json -> {
      kinesis(json, record, data.isEmpty() ? null : () -> json.writeRawValue(data.get()));
      envelope(json, record.sequenceNumber());
    });
  }

  private static void kinesis(
      JsonGenerator json,
      software.amazon.awssdk.services.kinesis.model.Record record,
      @Nullable Runnable data) {
    json.writeStringProperty("kinesisSchemaVersion", "1.0");
    json.writeStringProperty("partitionKey", record.partitionKey());
    json.writeStringProperty("sequenceNumber", record.sequenceNumber());
    if (data != null) {
      json.writeName("data");
      data.run();
    }
    json.writeName("approximateArrivalTimestamp")
        .writeNumber(epochSeconds(record.approximateArrivalTimestamp()));
  }

  private void envelope(JsonGenerator json, String sequenceNumber) {
    json.writeStringProperty("eventSource", "aws:kinesis");
    json.writeStringProperty("eventVersion", "1.0");
    json.writeStringProperty("eventID", shardId + ":" + sequenceNumber);
    json.writeStringProperty("eventName", "aws:kinesis:record");
    json.writeStringProperty("invokeIdentityArn", roleArn);
    json.writeStringProperty("awsRegion", arn.region());
    json.writeStringProperty("eventSourceARN", arn.text());
  }

  /// One element of `Records` from a DynamoDB stream.
  byte[] dynamoDb(software.amazon.awssdk.services.dynamodb.model.Record record) {
    return object(json -> {
      json.writeStringProperty("eventID", record.eventID());
      json.writeStringProperty("eventName", record.eventNameAsString());
      json.writeStringProperty("eventVersion", "1.1");
      json.writeStringProperty("eventSource", "aws:dynamodb");
      json.writeStringProperty("awsRegion", arn.region());
      json.writeName("dynamodb");
      AttributeJson.change(json, record.dynamodb());
      var identity = record.userIdentity();
      if (identity != null && record.eventName() == OperationType.REMOVE) {
        json.writeName("userIdentity").writeStartObject();
        json.writeStringProperty("type", identity.type());
        json.writeStringProperty("principalId", identity.principalId());
        json.writeEndObject();
      }
      json.writeStringProperty("eventSourceARN", arn.text());
    });
  }

  /// The event of one invocation.
  byte[] event(Effect.Call call) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(HEAD);
    var separator = new byte[0];
    for (var record : call.records()) {
      out.writeBytes(separator);
      out.writeBytes(record.json());
      separator = new byte[] {','};
    }
    out.write(']');
    var window = call.window();
    if (window != null) {
      var members = object(json -> window(json, window));
      out.write(',');
      out.write(members, 1, members.length - 2);
    }
    out.write('}');
    return out.toByteArray();
  }

  /// How many bytes an event has besides its records and the window's state.
  int envelopeSize() {
    var window = tumblingWindow.map(size -> Window.containing(Instant.EPOCH, size));
    var call = window.map(span -> new Effect.WindowCall(span, OpenWindow.FRESH, false, false));
    return event(new Effect.Call(List.of(), call.orElse(null))).length;
  }

  private void window(JsonGenerator json, Effect.WindowCall call) {
    json.writeName("window").writeStartObject();
    json.writeStringProperty("start", call.window().start().toString());
    json.writeStringProperty("end", call.window().end().toString());
    json.writeEndObject();
    json.writeName("state").writeRawValue(call.state());
    json.writeStringProperty("shardId", shardId);
    json.writeStringProperty("eventSourceARN", arn.text());
    json.writeBooleanProperty("isFinalInvokeForWindow", call.isFinal());
    json.writeBooleanProperty("isWindowTerminatedEarly", call.isEarly());
  }

  /// Seconds with a millisecond fraction, never in exponent form.
  static String epochSeconds(Instant time) {
    var millis = time.toEpochMilli();
    var seconds = (millis < 0 ? "-" : "") + Math.abs(millis / 1000);
    var fraction = Math.abs(millis % 1000);
    if (fraction == 0) {
      return seconds;
    }
    var digits = Long.toString(1000 + fraction);
    var end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return seconds + "." + digits.substring(1, end);
  }
}
