package dev.millrace.local.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What is to be published, checked.
///
/// @param text as queues get it
record Entry(@Nullable String subject, String text, Map<String, MessageAttribute> attributes) {

  static final int MOST_BYTES = 256 << 10;

  private static final Pattern SUBJECT = Pattern.compile("(?!\\s)[\\x20-\\x7e]{1,100}");

  /// @param structure `json` if the message has a text for each protocol
  /// @throws dev.millrace.local.gateway.AwsException naming what cannot be published
  static Entry of(
      @Nullable String subject,
      String message,
      @Nullable String structure,
      @Nullable Map<String, MessageAttribute> attributes) {
    if (message.isEmpty()) {
      throw Refusal.parameter("Empty message");
    }
    if (subject != null && !SUBJECT.matcher(subject).matches()) {
      throw Refusal.parameter(
          "Subject Reason: 1 to 100 printable ASCII characters, was %s", subject);
    }
    Map<String, MessageAttribute> checked =
        attributes == null ? Map.of() : new LinkedHashMap<>(attributes);
    MessageAttribute.check(checked);
    var entry = new Entry(subject, message, checked);
    if (entry.size() > MOST_BYTES) {
      throw Refusal.parameter(
          "Message too long: at most %d bytes with its attributes, was %d",
          MOST_BYTES, entry.size());
    }
    return structure == null ? entry : new Entry(subject, forQueues(message, structure), checked);
  }

  long size() {
    return text.getBytes(UTF_8).length + MessageAttribute.size(attributes);
  }

  Message message(String topicArn, Instant now) {
    return new Message(UUID.randomUUID().toString(), topicArn, subject, text, attributes, now);
  }

  private static String forQueues(String message, String structure) {
    if (!structure.equals("json")) {
      throw Refusal.parameter("MessageStructure Reason: must be json, was %s", structure);
    }
    try {
      var texts = JsonMapper.shared().readTree(message);
      if (!texts.path("default").isString()) {
        throw Refusal.parameter("Message Structure - No default entry in JSON message body");
      }
      return texts.path(Subscription.PROTOCOL).asString(texts.path("default").asString());
    } catch (JacksonException e) {
      throw Refusal.parameter(
          "Message Structure - JSON message body failed to parse: %s", e.getOriginalMessage());
    }
  }
}
