package dev.millrace.local.firehose.prefix;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The prefix of object keys: text with expressions such as `!{timestamp:yyyy/MM}`.
public record PrefixTemplate(List<Part> parts) {

  private static final String BEGIN = "!{";
  private static final int RANDOM_LENGTH = 11;
  private static final String RANDOM_CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  public PrefixTemplate {
    parts = List.copyOf(parts);
  }

  /// A stretch of text, or an expression.
  public sealed interface Part {

    record Text(String text) implements Part {}

    record Timestamp(DateTimeFormatter format) implements Part {}

    record RandomString() implements Part {}

    record ErrorOutputType() implements Part {}

    /// What follows a prefix that does not say where errors go.
    record ErrorFolder() implements Part {}

    record KeyFromQuery(String name) implements Part {}

    record KeyFromLambda(String name) implements Part {}
  }

  /// Reads a prefix.
  ///
  /// @param member the name of the parameter, for refusals
  /// @throws PrefixException if an expression is wrong
  public static PrefixTemplate parse(String member, String text) {
    var parts = new ArrayList<Part>();
    var at = 0;
    for (var begin = text.indexOf(BEGIN); begin >= 0; begin = text.indexOf(BEGIN, at)) {
      if (begin > at) {
        parts.add(new Part.Text(text.substring(at, begin)));
      }
      var end = text.indexOf('}', begin);
      if (end < 0) {
        throw new PrefixException(
            "%s: the expression '%s' lacks its }", member, text.substring(begin));
      }
      parts.add(expression(member, text.substring(begin + BEGIN.length(), end)));
      at = end + 1;
    }
    if (at < text.length()) {
      parts.add(new Part.Text(text.substring(at)));
    }
    return new PrefixTemplate(parts);
  }

  /// Whether there is more than text.
  public boolean hasExpressions() {
    return !parts.stream().allMatch(Part.Text.class::isInstance);
  }

  boolean hasTimestamp() {
    return parts.stream().anyMatch(Part.Timestamp.class::isInstance);
  }

  boolean hasErrorOutputType() {
    return parts.stream().anyMatch(Part.ErrorOutputType.class::isInstance);
  }

  /// The keys of `!{partitionKeyFromQuery:...}`.
  public Set<String> keysFromQuery() {
    return parts.stream()
        .flatMap(
            part -> part instanceof Part.KeyFromQuery(var name) ? Stream.of(name) : Stream.empty())
        .collect(toUnmodifiableSet());
  }

  /// The keys of `!{partitionKeyFromLambda:...}`.
  public Set<String> keysFromLambda() {
    return parts.stream()
        .flatMap(
            part -> part instanceof Part.KeyFromLambda(var name) ? Stream.of(name) : Stream.empty())
        .collect(toUnmodifiableSet());
  }

  PrefixTemplate then(PrefixTemplate tail) {
    var all = new ArrayList<>(parts);
    all.addAll(tail.parts);
    return new PrefixTemplate(all);
  }

  /// The text with every expression replaced.
  ///
  /// @param time the same for all expressions
  /// @param keys those of the prefix, at least
  /// @param error why records did not reach their destination; null for data
  String evaluate(
      ZonedDateTime time, @Nullable ErrorOutput error, PartitionKeys keys, RandomGenerator random) {
    var key = new StringBuilder();
    for (var part : parts) {
      switch (part) {
        case Part.Text(var text) -> key.append(text);
        case Part.Timestamp(var format) -> format.formatTo(time, key);
        case Part.RandomString() -> random(key, random);
        case Part.ErrorOutputType() -> key.append(error == null ? "" : error.text());
        case Part.ErrorFolder() -> key.append(error == null ? "" : error.folder()).append('/');
        case Part.KeyFromQuery(var name) -> key.append(value(keys.fromQuery(), name));
        case Part.KeyFromLambda(var name) -> key.append(value(keys.fromLambda(), name));
      }
    }
    return key.toString();
  }

  private static String value(Map<String, String> keys, String name) {
    var value = keys.get(name);
    if (value == null) {
      throw new PrefixException("The partition key '%s' is missing", name);
    }
    return value;
  }

  private static void random(StringBuilder key, RandomGenerator random) {
    for (var i = 0; i < RANDOM_LENGTH; i++) {
      key.append(RANDOM_CHARACTERS.charAt(random.nextInt(RANDOM_CHARACTERS.length())));
    }
  }

  private static Part expression(String member, String expression) {
    var colon = expression.indexOf(':');
    var namespace = colon < 0 ? expression : expression.substring(0, colon);
    var value = colon < 0 ? "" : expression.substring(colon + 1);
    return switch (namespace) {
      case "timestamp" -> timestamp(member, value);
      case "firehose" -> firehose(member, value);
      case "partitionKeyFromQuery" -> new Part.KeyFromQuery(key(member, expression, value));
      case "partitionKeyFromLambda" -> new Part.KeyFromLambda(key(member, expression, value));
      default ->
          throw new PrefixException(
              "%s: an expression must begin with timestamp:, firehose:, partitionKeyFromQuery: or"
                  + " partitionKeyFromLambda:, was '!{%s}'",
              member, expression);
    };
  }

  private static String key(String member, String expression, String name) {
    if (!member.equals("Prefix")) {
      throw new PrefixException(
          "%s: partition keys are for Prefix only, was '!{%s}'", member, expression);
    }
    if (name.isEmpty()) {
      throw new PrefixException("%s: '!{%s}' must name a partition key", member, expression);
    }
    return name;
  }

  private static Part firehose(String member, String value) {
    return switch (value) {
      case "random-string" -> new Part.RandomString();
      case "error-output-type" -> new Part.ErrorOutputType();
      default ->
          throw new PrefixException(
              "%s: firehose: must be followed by random-string or error-output-type, was '%s'",
              member, value);
    };
  }

  private static Part timestamp(String member, String pattern) {
    if (pattern.isEmpty()) {
      throw new PrefixException("%s: timestamp: must be followed by a pattern", member);
    }
    try {
      return new Part.Timestamp(DateTimeFormatter.ofPattern(pattern, Locale.US));
    } catch (IllegalArgumentException e) {
      throw new PrefixException(
          "%s: '%s' must be a pattern of java.time.format.DateTimeFormatter: %s",
          member, pattern, e.getMessage());
    }
  }
}
