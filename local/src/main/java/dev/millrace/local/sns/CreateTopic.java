package dev.millrace.local.sns;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes a topic, or finds the one that is there already and set no differently.
final class CreateTopic {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}");

  private CreateTopic() {}

  record Request(String name, @Nullable Map<String, String> attributes, @Nullable List<Tag> tags) {}

  record Response(String topicArn) {}

  static Step<Response> apply(SnsState state, Request request, Instant now) {
    if (request.name().endsWith(".fifo")) {
      throw Refusal.parameter(
          "Topic Name Reason: FIFO topics are not supported here, was %s", request.name());
    }
    if (!NAME.matcher(request.name()).matches()) {
      throw Refusal.parameter(
          "Topic Name Reason: 1 to 256 letters, digits, - and _, was %s", request.name());
    }
    Map<String, String> attributes = request.attributes() == null ? Map.of() : request.attributes();
    TopicAttributes.check(attributes);
    var arn = state.topicArn(request.name());
    var existing = state.topics().get(arn);
    if (existing == null) {
      var topic = new Topic(arn, attributes, Tag.map(request.tags()));
      return Step.of(state.with(topic), new Response(arn));
    }
    if (!existing.attributes().entrySet().containsAll(attributes.entrySet())) {
      throw Refusal.parameter("Attributes Reason: Topic already exists with different attributes");
    }
    if (request.tags() != null && !existing.tags().equals(Tag.map(request.tags()))) {
      throw Refusal.parameter("Tags Reason: Topic already exists with different tags");
    }
    return Step.of(state, new Response(arn));
  }
}
