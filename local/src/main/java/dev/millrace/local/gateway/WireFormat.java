package dev.millrace.local.gateway;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.dataformat.cbor.CBORMapper;

/// How requests and answers are written: AWS's JSON, or the CBOR that stands in for it.
///
/// The CBOR of `application/x-amz-cbor-1.1` has the same members as JSON, blobs as byte strings,
/// times as tag 1 with milliseconds. Smithy's RPC v2 CBOR differs in the times.
final class WireFormat {

  static final WireFormat JSON =
      new WireFormat(
          "JSON",
          "application/json",
          configure(JsonMapper.builder())
              .addModule(Times.module(Times::writeSeconds, Times::fromSeconds))
              .build());

  static final WireFormat CBOR =
      new WireFormat(
          "CBOR",
          "application/cbor",
          configure(CBORMapper.builder())
              .addModule(Times.module(Times::writeTaggedMillis, Times::fromMillis))
              .build());

  /// Smithy's RPC v2 CBOR: times are tag 1 with seconds.
  static final WireFormat RPC_CBOR =
      new WireFormat(
          "CBOR",
          "application/cbor",
          configure(CBORMapper.builder())
              .addModule(Times.module(Times::writeTaggedSeconds, Times::fromSeconds))
              .build());

  /// The documents that query protocol forms stand for: JSON whose scalars are all texts.
  static final WireFormat QUERY =
      new WireFormat(
          "a form",
          "application/json",
          configure(JsonMapper.builder())
              .enable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
              .withCoercionConfig(
                  LogicalType.Collection,
                  config ->
                      config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.AsEmpty))
              .addModule(Times.module(Times::writeSeconds, Times::fromSeconds))
              .build());

  private final String name;
  private final String payloadType;
  private final ObjectMapper mapper;

  private WireFormat(String name, String payloadType, ObjectMapper mapper) {
    this.name = name;
    this.payloadType = payloadType;
    this.mapper = mapper;
  }

  /// The format a content type asks for; empty if it is none of ours.
  static Optional<WireFormat> of(@Nullable String contentType) {
    if (contentType == null) {
      return Optional.empty();
    }
    var type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "application/x-amz-json-1.0", "application/x-amz-json-1.1", "application/json" ->
          Optional.of(JSON);
      case "application/x-amz-cbor-1.1" -> Optional.of(CBOR);
      default -> Optional.empty();
    };
  }

  /// Reads an action's request.
  ///
  /// @throws AwsException if the body cannot be read, names an unknown member, or lacks one
  <T> T read(byte[] body, Action<T> action) {
    T request;
    try {
      request = mapper.readValue(body, action.input());
    } catch (JacksonException e) {
      throw refusal(e, action.name());
    }
    if (request == null) {
      throw new AwsException(
          AwsError.SERIALIZATION, action.name() + ": the body must be a structure, was null");
    }
    Members.requireAll(request);
    return request;
  }

  /// Reads a document as it is; empty if it is not well-formed.
  Optional<JsonNode> tree(byte[] body) {
    try {
      return Optional.of(mapper.readTree(body));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /// The content type of an event's payload.
  String payloadType() {
    return payloadType;
  }

  /// Writes an answer.
  byte[] write(Object answer) {
    return mapper.writeValueAsBytes(answer);
  }

  private AwsException refusal(JacksonException e, String action) {
    return switch (e) {
      case UnrecognizedPropertyException _ ->
          new AwsException(
              AwsError.VALIDATION,
              "%s does not support the member '%s'".formatted(action, Members.path(e.getPath())));
      case InvalidFormatException wrong when wrong.getTargetType().isEnum() ->
          Members.notIn(wrong.getTargetType(), wrong.getValue(), Members.path(e.getPath()));
      case ValueInstantiationException _ when e.getCause() instanceof AwsException own -> own;
      case StreamReadException _ ->
          new AwsException(
              AwsError.SERIALIZATION,
              "%s: the body is not valid %s: %s".formatted(action, name, e.getOriginalMessage()));
      default ->
          new AwsException(
              AwsError.SERIALIZATION,
              "%s: member '%s' cannot be read: %s"
                  .formatted(action, Members.path(e.getPath()), e.getOriginalMessage()));
    };
  }

  private static <M extends ObjectMapper, B extends MapperBuilder<M, B>> B configure(B builder) {
    return builder
        .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .changeDefaultPropertyInclusion(inclusion ->
            inclusion.withValueInclusion(
                com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL));
  }
}
