package dev.millrace.local.gateway;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The services called by `X-Amz-Target`: finds the action, reads the request, writes the answer.
final class JsonServices {

  private static final Logger log = LoggerFactory.getLogger(JsonServices.class);

  private final Map<String, Map<String, Action<?>>> services = new ConcurrentHashMap<>();
  private final Set<String> queryCompatible = ConcurrentHashMap.newKeySet();

  /// @throws IllegalStateException if the prefix is taken
  void add(JsonService service) {
    Map<String, Action<?>> actions =
        service.actions().stream().collect(toUnmodifiableMap(Action::name, Function.identity()));
    if (services.putIfAbsent(service.targetPrefix(), actions) != null) {
      throw new IllegalStateException(
          "A service with the target prefix %s is already there".formatted(service.targetPrefix()));
    }
    if (service.queryCompatible()) {
      queryCompatible.add(service.targetPrefix());
    }
  }

  /// Whether a target's prefix is one of ours, whatever the action.
  boolean knows(@Nullable String target) {
    return target != null && services.containsKey(Target.parse(target).prefix());
  }

  /// Performs one call; never throws.
  Reply call(String target, @Nullable String contentType, byte[] body) {
    var format = WireFormat.of(contentType);
    if (format.isEmpty() || contentType == null) {
      return Answer.of(
          new AwsException(
              AwsError.SERIALIZATION,
              ("%s: the content type must be application/x-amz-json-1.0, "
                      + "application/x-amz-json-1.1 or application/x-amz-cbor-1.1, was %s")
                  .formatted(target, contentType)));
    }
    return call(Target.parse(target), format.get(), contentType, body);
  }

  private Reply call(Target target, WireFormat format, String contentType, byte[] body) {
    try {
      return switch (find(target)) {
        case AwsAction<?, ?> action ->
            Answer.of(perform(action, format, body), format, contentType);
        case StreamingAction<?> action -> open(action, format, body);
      };
    } catch (AwsException e) {
      return refusal(e, target, format, contentType);
    } catch (RuntimeException | Error e) {
      return refusal(internalFailure(target.toString(), e), target, format, contentType);
    }
  }

  private Answer refusal(
      AwsException refusal, Target target, WireFormat format, String contentType) {
    var answer = Answer.of(refusal, format, contentType);
    return queryCompatible.contains(target.prefix())
        ? answer.withQueryError(refusal.error())
        : answer;
  }

  /// Logs a failure that nobody expected, and says where to look.
  static AwsException internalFailure(String asked, Throwable cause) {
    log.atError().setCause(cause).addKeyValue("asked", asked).log("request failed");
    return new AwsException(
        AwsError.INTERNAL_FAILURE,
        "%s failed inside the emulator, its log has the details: %s".formatted(asked, cause));
  }

  static <I> Object perform(AwsAction<I, ?> action, WireFormat format, byte[] body) {
    var result = action.body().apply(format.read(body, action));
    return Optional.<Object>ofNullable(result)
        .orElseThrow(() -> new IllegalStateException(action.name() + " returned null"));
  }

  private static <I> Reply open(StreamingAction<I> action, WireFormat format, byte[] body) {
    return new Reply.Stream(action.open().apply(format.read(body, action)), format);
  }

  private Action<?> find(Target target) {
    var actions = services.getOrDefault(target.prefix(), Map.of());
    var action = actions.get(target.action());
    if (action == null) {
      throw unknown(target.action(), target.prefix(), actions.keySet());
    }
    return action;
  }

  static AwsException unknown(String action, String service, Set<String> known) {
    return new AwsException(
        AwsError.UNKNOWN_OPERATION,
        "%s is not supported here; %s supports %s"
            .formatted(action, service, known.stream().sorted().toList()));
  }

  /// An `X-Amz-Target`, taken apart.
  private record Target(String prefix, String action) {

    static Target parse(String target) {
      int dot = target.lastIndexOf('.');
      return dot < 0
          ? new Target(target, "")
          : new Target(target.substring(0, dot), target.substring(dot + 1));
    }

    @Override
    public String toString() {
      return prefix + "." + action;
    }
  }
}
