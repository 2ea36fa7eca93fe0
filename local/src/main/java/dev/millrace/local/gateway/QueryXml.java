package dev.millrace.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/// The XML that the query protocol answers.
///
/// A record is an element for each of its components, a list one `member` for each element, a map
/// one `entry` with `key` and `value` for each entry. What is null is left out.
final class QueryXml {

  private static final XMLOutputFactory XML = XMLOutputFactory.newDefaultFactory();

  private final XMLStreamWriter out;

  private QueryXml(XMLStreamWriter out) {
    this.out = out;
  }

  /// Writes the elements of a document.
  private interface Content {
    void write(QueryXml xml) throws XMLStreamException;
  }

  static byte[] result(String action, Object result, String namespace, String requestId) {
    return document(
        action + "Response",
        namespace,
        xml -> {
          if (result.getClass().getRecordComponents().length > 0) {
            xml.element(action + "Result", result);
          }
          xml.out.writeStartElement("ResponseMetadata");
          xml.element("RequestId", requestId);
          xml.out.writeEndElement();
        });
  }

  static byte[] error(AwsException refusal, String namespace, String requestId) {
    return document(
        "ErrorResponse",
        namespace,
        xml -> {
          xml.out.writeStartElement("Error");
          xml.element("Type", refusal.error().status() < 500 ? "Sender" : "Receiver");
          xml.element("Code", refusal.error().queryCode());
          xml.element("Message", String.valueOf(refusal.getMessage()));
          xml.out.writeEndElement();
          xml.element("RequestId", requestId);
        });
  }

  /// S3 names no namespace.
  static byte[] errorOfS3(AwsException refusal, String requestId) {
    return document(
        "Error",
        "",
        xml -> {
          xml.element("Code", refusal.error().queryCode());
          xml.element("Message", String.valueOf(refusal.getMessage()));
          xml.element("RequestId", requestId);
        });
  }

  private static byte[] document(String root, String namespace, Content content) {
    var bytes = new ByteArrayOutputStream();
    try {
      var out = XML.createXMLStreamWriter(bytes, UTF_8.name());
      out.writeStartElement(root);
      out.writeDefaultNamespace(namespace);
      content.write(new QueryXml(out));
      out.writeEndElement();
      out.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("an answer cannot be written", e);
    }
    return bytes.toByteArray();
  }

  private void element(String name, @Nullable Object value) throws XMLStreamException {
    if (value == null) {
      return;
    }
    out.writeStartElement(name);
    switch (value) {
      case Record structure -> {
        for (var component : structure.getClass().getRecordComponents()) {
          element(upperFirst(component.getName()), get(component, structure));
        }
      }
      case List<?> list -> {
        for (var item : list) {
          element("member", item);
        }
      }
      case Map<?, ?> map -> {
        for (var entry : map.entrySet()) {
          out.writeStartElement("entry");
          element("key", entry.getKey());
          element("value", entry.getValue());
          out.writeEndElement();
        }
      }
      case byte[] blob -> out.writeCharacters(Base64.getEncoder().encodeToString(blob));
      case Instant time -> out.writeCharacters(time.truncatedTo(ChronoUnit.MILLIS).toString());
      default -> out.writeCharacters(value.toString());
    }
    out.writeEndElement();
  }

  private static @Nullable Object get(RecordComponent component, Record structure) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(structure);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read member " + component.getName(), e);
    }
  }

  private static String upperFirst(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}
