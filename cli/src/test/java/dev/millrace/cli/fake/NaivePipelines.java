package dev.millrace.cli.fake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;

import dev.millrace.local.firehose.format.Deserializer;
import dev.millrace.local.firehose.format.FormatConversion;
import dev.millrace.local.firehose.format.HiveType;
import dev.millrace.local.firehose.format.HiveType.Column;
import dev.millrace.local.firehose.format.Serializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What the three pipelines make of what the fake services were given: as plain as can be, all at
/// once, with texts and patterns where the product parses.
///
/// It knows only what the generators make, not every input that is allowed.
public final class NaivePipelines {

  private static final Pattern TEXT = Pattern.compile("\"(\\w+)\":\"([^\"]*)\"");
  private static final Pattern NUMBER = Pattern.compile("\"(\\w+)\":(-?[0-9.eE+-]+)");

  private final FakeDynamo dynamo;
  private final FakeKinesis kinesis;
  private final FakeS3 s3;
  private final FakeSqs sqs;

  public NaivePipelines(FakeDynamo dynamo, FakeKinesis kinesis, FakeS3 s3, FakeSqs sqs) {
    this.dynamo = dynamo;
    this.kinesis = kinesis;
    this.s3 = s3;
    this.sqs = sqs;
  }

  /// Processes everything; the log lines go to the result.
  public List<String> run() {
    var log = scores();
    readings();
    trips();
    return log;
  }

  private List<String> scores() {
    var held = new LinkedHashMap<String, String[]>();
    var users = new TreeSet<String>();
    var events = new ArrayList<String>();
    for (var write : dynamo.writes) {
      var words = write.split(" ", -1);
      var id = words[1];
      var old = held.remove(id);
      String @Nullable [] now = null;
      if (!words[0].equals("delete")) {
        var user = String.join(" ", List.of(words).subList(2, words.length - 1));
        now = new String[] {user, words[words.length - 1]};
        held.put(id, now);
        users.add(user);
      }
      events.addAll(events(old, now));
    }
    for (var user : users) {
      var total =
          held.values().stream()
              .filter(record -> record[0].equals(user))
              .map(record -> new BigDecimal(record[1]))
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      put("GameScoresByUser", Map.of("Username", text(user), "Score", number(total)));
    }
    events.removeIf(event -> event.contains("\"score\":0,"));
    deliver("score-logs/2026/", events, false);
    return events.stream().map(event -> "{\"event\":\"record\",\"data\":" + event + "}").toList();
  }

  private static List<String> events(String @Nullable [] old, String @Nullable [] now) {
    var events = new ArrayList<String>();
    if (old != null && now != null && old[0].equals(now[0])) {
      events.add(event(now[0], new BigDecimal(now[1]).subtract(new BigDecimal(old[1]))));
      return events;
    }
    if (old != null) {
      events.add(event(old[0], new BigDecimal(old[1]).negate()));
    }
    if (now != null) {
      events.add(event(now[0], new BigDecimal(now[1])));
    }
    return events;
  }

  private static String event(String user, BigDecimal score) {
    return "{\"username\":\"" + user + "\",\"score\":" + score + ",\"tablename\":\"t\"}";
  }

  private void readings() {
    var lines = kinesis.data("wildrydes").stream().map(data -> new String(data, UTF_8)).toList();
    var good =
        lines.stream()
            .filter(line -> line.endsWith("}") && !line.contains("error"))
            .filter(line -> fields(line).keySet().containsAll(READING))
            .toList();
    good.forEach(line -> {
      var item = fields(line);
      item.keySet().retainAll(READING);
      put("UnicornSensorData", item);
    });
    for (var i = good.size(); i < lines.size(); i++) {
      sqs.bodies("wildrydes-queue")
          .add("{\"requestContext\":{},\"KinesisBatchInfo\":{\"batchSize\":1}}");
    }
    deliver("wildrydes/", lines, true);
    lines.stream()
        .map(NaivePipelines::fields)
        .filter(fields ->
            fields.keySet().containsAll(List.of("Name", "Distance", "MagicPoints", "HealthPoints")))
        .collect(groupingBy(fields -> String.valueOf(fields.get("Name"))))
        .forEach((_, all) ->
            windows("UnicornAggregation", "name", "Name", "distance", "Distance", 60, all));
  }

  private static final List<String> READING =
      List.of(
          "Name", "StatusTime", "Latitude", "Longitude", "Distance", "MagicPoints", "HealthPoints");

  private static final String COLUMNS =
      "type string,trip_id bigint,vendor_id int,pickup_latitude double,pickup_longitude double,"
          + "dropoff_latitude double,dropoff_longitude double,trip_distance double,"
          + "passenger_count int,pickup_datetime timestamp,dropoff_datetime timestamp,"
          + "total_amount double";

  private void trips() {
    var lines =
        kinesis.data("nyc-taxi-trips").stream().map(data -> new String(data, UTF_8)).toList();
    var trips = lines.stream().filter(line -> line.contains("\"type\":\"trip\"")).toList();
    deliverRows(
        "nyctaxitrips/year=2026/", trips.stream().filter(NaivePipelines::isPlaced).toList());
    trips.stream()
        .map(NaivePipelines::fields)
        .collect(groupingBy(fields -> String.valueOf(fields.get("vendorId"))))
        .forEach((_, all) ->
            windows("kinesisAggs", "vendorId", "vendorId", "passenger", "passengerCount", 30, all));
  }

  private static boolean isPlaced(String line) {
    return List.of("pickup_latitude", "pickup_longitude", "dropoff_latitude", "dropoff_longitude")
        .stream()
        .allMatch(
            field -> line.contains('"' + field + "\":") && !line.contains('"' + field + "\":0,"));
  }

  /// Every second message falls in another window.
  private void windows(
      String table,
      String keyAttribute,
      String keyField,
      String sumAttribute,
      String sumField,
      int seconds,
      List<Map<String, AttributeValue>> messages) {
    for (var window = 0; window < Math.min(2, messages.size()); window++) {
      var sum = BigDecimal.ZERO;
      var count = 0;
      for (var i = window; i < messages.size(); i += 2) {
        sum = sum.add(new BigDecimal(get(messages.get(i), sumField).n()));
        count++;
      }
      var item = new LinkedHashMap<String, AttributeValue>();
      item.put(keyAttribute, get(messages.getFirst(), keyField));
      item.put(sumAttribute, number(sum));
      item.put("count", number(BigDecimal.valueOf(count)));
      item.put("windowStart", text(Instant.ofEpochSecond((long) seconds * window).toString()));
      extremes(messages, window, item);
      put(table, item);
    }
  }

  private static void extremes(
      List<Map<String, AttributeValue>> messages, int window, Map<String, AttributeValue> item) {
    for (var field : List.of("MagicPoints", "HealthPoints")) {
      var values = new TreeSet<BigDecimal>();
      for (var i = window; i < messages.size(); i += 2) {
        var value = messages.get(i).get(field);
        if (value != null) {
          values.add(new BigDecimal(value.n()));
        }
      }
      if (!values.isEmpty()) {
        item.put("min" + field, number(values.first()));
        item.put("max" + field, number(values.last()));
      }
    }
  }

  private static AttributeValue get(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name));
  }

  private static Map<String, AttributeValue> fields(String line) {
    var fields = new LinkedHashMap<String, AttributeValue>();
    var texts = TEXT.matcher(line);
    while (texts.find()) {
      fields.put(texts.group(1), text(texts.group(2)));
    }
    var numbers = NUMBER.matcher(line);
    while (numbers.find()) {
      fields.put(numbers.group(1), AttributeValue.fromN(numbers.group(2)));
    }
    return fields;
  }

  /// In objects of a few lines, each line ended or only separated.
  private void deliver(String prefix, List<String> lines, boolean zipped) {
    for (var i = 0; i < lines.size(); i += 7) {
      var some = String.join("\n", lines.subList(i, Math.min(lines.size(), i + 7)));
      var text = some + (i % 2 == 0 ? "\n" : "");
      s3.objects.put("%s%06d".formatted(prefix, i), zipped ? gzip(text) : text.getBytes(UTF_8));
    }
  }

  /// Like the table of the template, in files of a few rows.
  private void deliverRows(String prefix, List<String> lines) {
    var table =
        new FormatConversion(
            Stream.of(COLUMNS.split(",")).map(NaivePipelines::column).toList(),
            new Deserializer.OpenX(
                true, false, Map.of("vendor_id", "vendorId", "passenger_count", "passengerCount")),
            Serializer.Parquet.DEFAULT);
    for (var i = 0; i < lines.size(); i += 70) {
      var some = lines.subList(i, Math.min(lines.size(), i + 70));
      s3.objects.put(
          "%s%06d".formatted(prefix, i),
          table.convert(some.stream().map(line -> line.getBytes(UTF_8)).toList()).file());
    }
  }

  private static Column column(String nameAndType) {
    var words = nameAndType.split(" ", 2);
    return new Column(words[0], HiveType.parse(words[0], words[1]));
  }

  private static byte[] gzip(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void put(String table, Map<String, AttributeValue> item) {
    dynamo.tables.computeIfAbsent(table, _ -> new ArrayList<>()).add(item);
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }

  private static AttributeValue number(BigDecimal number) {
    return AttributeValue.fromN(number.toPlainString());
  }
}
