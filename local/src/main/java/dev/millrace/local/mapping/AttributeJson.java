package dev.millrace.local.mapping;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.core.JsonGenerator;

/// Writes DynamoDB's changes and values in their typed form.
final class AttributeJson {

  private AttributeJson() {}

  static void change(
      JsonGenerator json, software.amazon.awssdk.services.dynamodb.model.StreamRecord change) {
    json.writeStartObject();
    json.writeNumberProperty(
        "ApproximateCreationDateTime", change.approximateCreationDateTime().getEpochSecond());
    json.writeName("Keys");
    item(json, change.keys());
    if (change.hasNewImage()) {
      json.writeName("NewImage");
      item(json, change.newImage());
    }
    if (change.hasOldImage()) {
      json.writeName("OldImage");
      item(json, change.oldImage());
    }
    json.writeStringProperty("SequenceNumber", change.sequenceNumber());
    json.writeNumberProperty("SizeBytes", change.sizeBytes());
    json.writeStringProperty("StreamViewType", change.streamViewTypeAsString());
    json.writeEndObject();
  }

  private static void item(JsonGenerator json, Map<String, AttributeValue> attributes) {
    json.writeStartObject();
    attributes.forEach((name, value) -> {
      json.writeName(name);
      value(json, value);
    });
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, AttributeValue value) {
    json.writeStartObject();
    switch (value.type()) {
      case S -> json.writeStringProperty("S", value.s());
      case N -> json.writeStringProperty("N", value.n());
      case B -> json.writeName("B").writeBinary(value.b().asByteArrayUnsafe());
      case BOOL -> json.writeBooleanProperty("BOOL", value.bool());
      case NUL -> json.writeBooleanProperty("NULL", value.nul());
      case SS -> array(json, "SS", value.ss(), json::writeString);
      case NS -> array(json, "NS", value.ns(), json::writeString);
      case BS -> array(json, "BS", value.bs(), b -> json.writeBinary(b.asByteArrayUnsafe()));
      case L -> array(json, "L", value.l(), element -> value(json, element));
      case M -> {
        json.writeName("M");
        item(json, value.m());
      }
      case UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalArgumentException(
              "an attribute value's type must be one that DynamoDB has, was " + value);
    }
    json.writeEndObject();
  }

  private static <T> void array(
      JsonGenerator json, String type, List<T> elements, Consumer<T> write) {
    json.writeName(type).writeStartArray();
    elements.forEach(write);
    json.writeEndArray();
  }
}
