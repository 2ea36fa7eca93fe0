package dev.millrace.local.mapping.api;

import dev.millrace.local.lambda.FunctionConfig;
import dev.millrace.local.lambda.Functions;
import dev.millrace.local.mapping.EventSourceMappings;
import dev.millrace.local.mapping.MappingBusyException;
import dev.millrace.local.mapping.MappingView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// What the API does, apart from HTTP. One action at a time, so that two requests cannot make the
/// same mapping twice.
final class MappingActions {

  private static final int MOST_PER_PAGE = 100;

  /// A name, a partial or a whole ARN; the only version there is may be named.
  private static final Pattern FUNCTION =
      Pattern.compile(
          "(?:(?:arn:aws:lambda:[a-z0-9-]+:)?\\d{12}:(?:function:)?|function:)?"
              + "([a-zA-Z0-9_-]+)(?::\\$LATEST)?");

  private final EventSourceMappings mappings;
  private final Functions functions;
  private final UnaryOperator<String> roles;

  MappingActions(EventSourceMappings mappings, Functions functions, UnaryOperator<String> roles) {
    this.mappings = mappings;
    this.functions = functions;
    this.roles = roles;
  }

  synchronized Map<String, Object> create(byte[] body) {
    var request = MappingRequest.toCreate(body);
    var name =
        request
            .functionName()
            .orElseThrow(
                () -> Refusal.constraint("null", "functionName", "Member must not be null"));
    var function = function(name);
    var config =
        understood(() ->
            request.created(UUID.randomUUID().toString(), function, roles.apply(function.name())));
    refuseTwin(config.uuid(), config.streamArn(), function);
    return MappingDocument.of(
        understood(() -> mappings.createLasting(config, request.enabled().orElse(true))));
  }

  Map<String, Object> get(String uuid) {
    return MappingDocument.of(find(uuid));
  }

  synchronized Map<String, Object> update(String uuid, byte[] body) {
    var request = MappingRequest.toUpdate(body);
    var before = find(uuid);
    var function = function(request.functionName().orElse(before.config().functionName()));
    var config =
        understood(() -> request.updated(before.config(), function, roles.apply(function.name())));
    refuseTwin(uuid, config.streamArn(), function);
    var enabled = request.enabled().orElse(before.state().isEnabled());
    return MappingDocument.of(changed(uuid, () -> mappings.update(config, enabled)));
  }

  synchronized Map<String, Object> delete(String uuid) {
    return MappingDocument.of(changed(uuid, () -> mappings.delete(uuid)));
  }

  /// @param marker the last mapping of the page before
  Map<String, Object> list(
      Optional<String> streamArn, Optional<String> function, Optional<String> marker, int most) {
    var named = function.map(this::function).map(FunctionConfig::name);
    var found =
        mappings.list().stream()
            .filter(each -> streamArn.stream().allMatch(each.config().streamArn()::equals))
            .filter(each -> named.stream().allMatch(each.config().functionName()::equals))
            .filter(
                each -> marker.stream().allMatch(last -> each.config().uuid().compareTo(last) > 0))
            .toList();
    var page = found.subList(0, Math.min(found.size(), Math.min(most, MOST_PER_PAGE)));
    var document = new LinkedHashMap<String, Object>();
    if (page.size() < found.size()) {
      document.put("NextMarker", page.getLast().config().uuid());
    }
    document.put("EventSourceMappings", page.stream().map(MappingDocument::of).toList());
    return document;
  }

  private MappingView find(String uuid) {
    return mappings.find(uuid).orElseThrow(() -> Refusal.noSuchMapping(uuid));
  }

  private FunctionConfig function(String nameOrArn) {
    var parts = FUNCTION.matcher(nameOrArn);
    if (!parts.matches()) {
      throw Refusal.invalid(
          "FunctionName must be a name or an ARN, without version or alias, was " + nameOrArn);
    }
    return functions
        .find(parts.group(1))
        .filter(config ->
            !nameOrArn.startsWith("arn:")
                || nameOrArn.equals(config.arn())
                || nameOrArn.equals(config.arn() + ":$LATEST"))
        .orElseThrow(() -> Refusal.noSuchFunction(nameOrArn));
  }

  private void refuseTwin(String uuid, String streamArn, FunctionConfig function) {
    List<String> twins =
        mappings.list().stream()
            .map(MappingView::config)
            .filter(config -> config.streamArn().equals(streamArn))
            .filter(config -> config.functionArn().equals(function.arn()))
            .map(config -> config.uuid())
            .filter(other -> !other.equals(uuid))
            .toList();
    if (!twins.isEmpty()) {
      throw Refusal.exists(streamArn, function.name(), twins);
    }
  }

  private static MappingView changed(String uuid, Supplier<MappingView> change) {
    try {
      return understood(change);
    } catch (NoSuchElementException _) {
      throw Refusal.noSuchMapping(uuid);
    } catch (MappingBusyException e) {
      throw Refusal.inUse(String.valueOf(e.getMessage()));
    }
  }

  /// What mappings refuse is the caller's mistake.
  private static <T> T understood(Supplier<T> action) {
    try {
      return action.get();
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid(String.valueOf(e.getMessage()));
    }
  }
}
