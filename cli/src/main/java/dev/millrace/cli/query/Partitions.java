package dev.millrace.cli.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.local.firehose.format.HiveType;
import java.net.URLDecoder;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tells from an object's key which partition of a table it is in.
///
/// Deviates from AWS: every folder of the form `key=value/` below the table's location is a
/// partition, without being added to the catalog.
///
/// @param pattern of keys; its groups are the values, in the order of `order`
/// @param order the partition keys as paths have them
/// @param projections of those that are projected
record Partitions(
    List<String> keys, Pattern pattern, List<String> order, Map<String, Projection> projections) {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

  /// @throws QueryException if the table projects its partitions in a way that is not supported
  static Partitions of(CatalogTable table, LocalDateTime now) {
    var keys = table.partitionKeys().stream().map(HiveType.Column::name).toList();
    var projections = new LinkedHashMap<String, Projection>();
    var template = new StringBuilder(table.prefix());
    keys.forEach(key -> template.append(key).append("=${").append(key).append("}/"));
    var path = template.toString();
    if (Boolean.parseBoolean(table.parameters().getOrDefault("projection.enabled", "false"))) {
      keys.forEach(
          key -> projections.put(key, Projection.of(table.name(), key, table.parameters(), now)));
      path = template(table).orElse(path);
    }
    return of(table, keys, path, projections);
  }

  private static Optional<String> template(CatalogTable table) {
    var start = "s3://" + table.bucket() + "/";
    return Optional.ofNullable(table.parameters().get("storage.location.template"))
        .map(template -> {
          if (!template.startsWith(start)) {
            throw new QueryException(
                "table %s: its storage.location.template must begin with %s, was '%s'"
                    .formatted(table.name(), start, template));
          }
          return template.substring(start.length()) + (template.endsWith("/") ? "" : "/");
        });
  }

  private static Partitions of(
      CatalogTable table, List<String> keys, String path, Map<String, Projection> projections) {
    var pattern = new StringBuilder();
    var order = new ArrayList<String>();
    var placeholder = PLACEHOLDER.matcher(path);
    var end = 0;
    while (placeholder.find()) {
      var key = placeholder.group(1).toLowerCase(Locale.ROOT);
      if (!keys.contains(key)) {
        throw new QueryException(
            "table %s: its storage.location.template names %s, which is no partition key of %s"
                .formatted(table.name(), key, keys));
      }
      var projection = projections.get(key);
      pattern
          .append(Pattern.quote(path.substring(end, placeholder.start())))
          .append('(')
          .append(projection == null ? "[^/]*" : projection.regex())
          .append(')');
      order.add(key);
      end = placeholder.end();
    }
    if (!order.containsAll(keys)) {
      throw new QueryException(
          "table %s: its storage.location.template must name all of %s"
              .formatted(table.name(), keys));
    }
    pattern.append(Pattern.quote(path.substring(end))).append(".*");
    return new Partitions(
        keys, Pattern.compile(pattern.toString(), Pattern.DOTALL), order, projections);
  }

  /// The values of the partition keys, in the order of the keys.
  ///
  /// @param object an object's key
  /// @return nothing if it is in no partition
  Optional<List<String>> values(String object) {
    var matcher = pattern.matcher(object);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var values = new LinkedHashMap<String, String>();
    for (var i = 0; i < order.size(); i++) {
      values.put(order.get(i), decoded(matcher.group(i + 1)));
    }
    var holds =
        projections.entrySet().stream()
            .allMatch(each -> each.getValue().holds(values.getOrDefault(each.getKey(), "")));
    return holds
        ? Optional.of(keys.stream().map(key -> values.getOrDefault(key, "")).toList())
        : Optional.empty();
  }

  /// Hive encodes what a path cannot have.
  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException _) {
      // a lone percent sign stands for itself
      return value;
    }
  }
}
