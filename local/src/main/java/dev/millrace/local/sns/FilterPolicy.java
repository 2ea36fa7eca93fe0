package dev.millrace.local.sns;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Objects;
import software.amazon.event.ruler.Machine;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Which messages a subscription wants, by their attributes or by their body.
///
/// Deviates from AWS: the limits on a policy's size and combinations are not enforced; every
/// operator that event-ruler knows is taken.
final class FilterPolicy {

  static final String ATTRIBUTES = "MessageAttributes";
  static final String BODY = "MessageBody";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String ARRAY = "String.Array";

  private final Machine machine;
  private final boolean readsBody;

  private FilterPolicy(Machine machine, boolean readsBody) {
    this.machine = machine;
    this.readsBody = readsBody;
  }

  /// @throws dev.millrace.local.gateway.AwsException saying what is wrong with it
  static FilterPolicy of(String policy, String scope) {
    var machine = Machine.builder().build();
    try {
      machine.addRule("policy", policy);
      return new FilterPolicy(machine, scope.equals(BODY));
    } catch (IOException e) {
      var reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw Refusal.parameter("FilterPolicy: %s, in %s", reason, policy);
    }
  }

  @SuppressWarnings("CatchingUnchecked") // the library declares any exception
  boolean passes(Message message) {
    var event = readsBody ? body(message.text()) : attributes(message);
    try {
      return event.isObject() && !machine.rulesForJSONEvent(event.toString()).isEmpty();
    } catch (Exception e) {
      throw new IllegalStateException("a message could not be filtered: " + event, e);
    }
  }

  /// A body that is not JSON is wanted by nobody who looks into it.
  private static JsonNode body(String text) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException _) {
      return JSON.missingNode();
    }
  }

  private static JsonNode attributes(Message message) {
    var event = JSON.createObjectNode();
    message
        .attributes()
        .forEach((name, attribute) -> {
          if (!attribute.isBinary()) {
            event.set(name, value(attribute));
          }
        });
    return event;
  }

  private static JsonNode value(MessageAttribute attribute) {
    var text = Objects.requireNonNull(attribute.stringValue());
    if (attribute.isNumber()) {
      return JSON.getNodeFactory().numberNode(new BigDecimal(text));
    }
    var array = attribute.dataType().equals(ARRAY) ? body(text) : JSON.missingNode();
    return array.isArray() ? array : JSON.getNodeFactory().stringNode(text);
  }
}
