package dev.millrace.local.sns;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// The envelope in which a queue gets a message, laid out as AWS does.
///
/// Deviates from AWS: nobody has the key, so the signature is made up and does not verify; the
/// certificate's and the unsubscribe address have AWS's form and lead nowhere.
final class Notification {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final String SIGNATURE = Base64.getEncoder().encodeToString(new byte[256]);

  private Notification() {}

  static String of(Message message, Subscription subscription) {
    var host = "https://sns.%s.amazonaws.com".formatted(message.topicArn().split(":", 5)[3]);
    var members = new LinkedHashMap<String, String>();
    members.put("Type", "Notification");
    members.put("MessageId", message.id());
    members.put("TopicArn", message.topicArn());
    if (message.subject() != null) {
      members.put("Subject", message.subject());
    }
    members.put("Message", message.text());
    members.put("Timestamp", MILLIS.format(message.time()));
    members.put("SignatureVersion", "1");
    members.put("Signature", SIGNATURE);
    members.put(
        "SigningCertURL", host + "/SimpleNotificationService-00000000000000000000000000000000.pem");
    members.put(
        "UnsubscribeURL",
        host
            + "/?Action=Unsubscribe&SubscriptionArn="
            + URLEncoder.encode(subscription.arn(), StandardCharsets.UTF_8).replace("%3A", ":"));
    var lines =
        members.entrySet().stream()
            .map(member -> "  %s : %s".formatted(json(member.getKey()), json(member.getValue())))
            .collect(Collectors.joining(",\n"));
    return "{\n" + lines + attributes(message.attributes()) + "\n}";
  }

  private static String attributes(Map<String, MessageAttribute> attributes) {
    return attributes.isEmpty()
        ? ""
        : attributes.entrySet().stream()
            .map(entry ->
                "    %s : {\"Type\":%s,\"Value\":%s}"
                    .formatted(
                        json(entry.getKey()),
                        json(entry.getValue().dataType()),
                        json(entry.getValue().text())))
            .collect(Collectors.joining(",\n", ",\n  \"MessageAttributes\" : {\n", "\n  }"));
  }

  private static String json(String text) {
    return JSON.writeValueAsString(text);
  }
}
