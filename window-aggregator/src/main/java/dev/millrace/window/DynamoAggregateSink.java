package dev.millrace.window;

import static java.util.Locale.ROOT;
import static java.util.stream.Collectors.toMap;

import dev.millrace.aws.AwsClients;
import dev.millrace.common.Deadline;
import dev.millrace.common.PipelineException;
import dev.millrace.common.Retry;
import dev.millrace.common.RetryableException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// Keeps the totals of windows in a DynamoDB table, one item per key and window.
///
/// An item holds the totals, and in `parts` what each part contributed. Whoever adds a part expects
/// the item as last seen; if another was faster, DynamoDB answers the newer item and the part is
/// added to that. So one call is enough in the ordinary case, and no writer undoes another.
///
/// Attributes that this class does not write, such as an expiry, are left as they are.
final class DynamoAggregateSink implements AggregateSink {

  /// How many items are written at a time.
  private static final int PARALLEL = 16;

  private static final String COUNT = "count";
  private static final String LAST = "last";
  private static final String PARTS = "parts";
  private static final String VERSION = "version";

  private final DynamoDbClient client;
  private final String table;
  private final String keyAttribute;
  private final KeyType keyType;
  private final Retry retry;
  private final int parallel;

  DynamoAggregateSink(
      DynamoDbClient client, String table, String keyAttribute, KeyType keyType, Retry retry) {
    this(client, table, keyAttribute, keyType, retry, PARALLEL);
  }

  /// @param parallel how many items are written at a time; with one, in the order of the keys
  DynamoAggregateSink(
      DynamoDbClient client,
      String table,
      String keyAttribute,
      KeyType keyType,
      Retry retry,
      int parallel) {
    this.client = client;
    this.table = table;
    this.keyAttribute = keyAttribute;
    this.keyType = keyType;
    this.retry = retry;
    this.parallel = parallel;
  }

  @Override
  public Retry.Result<String> merge(WindowPart part, Deadline deadline) {
    var pool = Executors.newFixedThreadPool(parallel, Thread.ofVirtual().factory());
    try (pool) {
      var merges = new ArrayList<Future<Retry.Result<String>>>();
      for (var key : part.aggregates().keySet()) {
        Callable<Retry.Result<String>> merge = () -> merge(part, key, deadline);
        merges.add(pool.submit(merge));
      }
      return all(merges);
    } catch (ExecutionException e) {
      pool.shutdownNow();
      throw e.getCause() instanceof PipelineException failure
          ? failure
          : new IllegalStateException("merging " + part.stretch().id(), e);
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
      throw new RetryableException("interrupted while merging " + part.stretch().id(), e);
    }
  }

  /// No item can have an empty key.
  @Override
  public void rehearse() {
    var window = new Window(Instant.EPOCH, Instant.EPOCH);
    var nobody = new TreeMap<>(Map.of("", Aggregate.of(Map.of())));
    var part = new WindowPart(window, new Stretch("shard", "1", "1"), nobody);
    AwsClients.rehearse(() -> write(part, "", new AtomicReference<>(WindowTotals.NONE)));
  }

  private static Retry.Result<String> all(List<Future<Retry.Result<String>>> merges)
      throws ExecutionException, InterruptedException {
    var left = new ArrayList<String>();
    var all = new Retry.Result<>(left, 0, Retry.End.DONE, null);
    for (var merge : merges) {
      var one = merge.get();
      left.addAll(one.left());
      var worst = one.left().isEmpty() ? all : one;
      all =
          new Retry.Result<>(left, all.retries() + one.retries(), worst.end(), worst.lastFailure());
    }
    return all;
  }

  private Retry.Result<String> merge(WindowPart part, String key, Deadline deadline) {
    var known = new AtomicReference<>(WindowTotals.NONE);
    return retry.run(List.of(key), deadline, keys -> isMerged(part, key, known) ? List.of() : keys);
  }

  /// Tries twice: the first failure only tells what the item holds.
  private boolean isMerged(WindowPart part, String key, AtomicReference<WindowTotals> known) {
    for (var tries = 0; tries < 2; tries++) {
      if (write(part, key, known)) {
        return true;
      }
    }
    return false;
  }

  private boolean write(WindowPart part, String key, AtomicReference<WindowTotals> known) {
    var expected = known.get();
    var aggregate = Objects.requireNonNull(part.aggregates().get(key), key);
    var totals = expected.with(part.stretch(), aggregate);
    if (totals.version() == expected.version()) {
      return true;
    }
    try {
      client.updateItem(request(part, key, totals, expected.version()));
      return true;
    } catch (ConditionalCheckFailedException e) {
      known.set(e.hasItem() ? totals(e.item()) : WindowTotals.NONE);
      return false;
    } catch (SdkException e) {
      throw AwsClients.failure("UpdateItem of " + table, e);
    }
  }

  private UpdateItemRequest request(
      WindowPart part, String key, WindowTotals totals, long expectedVersion) {
    var window = part.window();
    var names = new HashMap<>(Map.of("#version", VERSION));
    var values = new HashMap<String, AttributeValue>();
    var sets = new ArrayList<String>();
    attributes(part, totals)
        .forEach((name, value) -> {
          var n = sets.size();
          names.put("#a" + n, name);
          values.put(":a" + n, value);
          sets.add("#a%d = :a%d".formatted(n, n));
        });
    var isNew = expectedVersion == WindowTotals.NONE.version();
    if (!isNew) {
      values.put(":expected", number(expectedVersion));
    }
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(Map.of(keyAttribute, key(key), "windowStart", text(window.start().toString())))
        .updateExpression("SET " + String.join(", ", sets))
        .conditionExpression(isNew ? "attribute_not_exists(#version)" : "#version = :expected")
        .expressionAttributeNames(names)
        .expressionAttributeValues(values)
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  private static Map<String, AttributeValue> attributes(WindowPart part, WindowTotals totals) {
    var attributes = new TreeMap<String, AttributeValue>();
    var total = totals.total();
    total.totals().forEach((target, value) -> attributes.put(target.attribute(), number(value)));
    attributes.put(COUNT, number(total.count()));
    attributes.put("windowEnd", text(part.window().end().toString()));
    attributes.put("shardId", text(part.stretch().shardId()));
    attributes.put(VERSION, number(totals.version()));
    attributes.put(PARTS, map(totals.parts(), DynamoAggregateSink::part));
    return attributes;
  }

  private AttributeValue key(String key) {
    return switch (keyType) {
      case S -> text(key);
      case N -> AttributeValue.fromN(key);
    };
  }

  private static WindowTotals totals(Map<String, AttributeValue> item) {
    var parts = new TreeMap<String, WindowTotals.Part>();
    get(item, PARTS).m().forEach((id, part) -> parts.put(id, part(id, part.m())));
    return new WindowTotals(Long.parseLong(get(item, VERSION).n()), parts);
  }

  private static AttributeValue part(WindowTotals.Part part) {
    var aggregate = part.aggregate();
    var fields = new TreeMap<>(Map.of(COUNT, number(aggregate.count())));
    fields.put(LAST, text(part.stretch().last()));
    for (var kind : Target.Kind.values()) {
      fields.put(name(kind), map(aggregate.of(kind), DynamoAggregateSink::number));
    }
    return AttributeValue.fromM(fields);
  }

  private static WindowTotals.Part part(String id, Map<String, AttributeValue> fields) {
    var totals = new TreeMap<Target, BigDecimal>();
    for (var kind : Target.Kind.values()) {
      get(fields, name(kind))
          .m()
          .forEach((name, value) -> totals.put(new Target(kind, name), new BigDecimal(value.n())));
    }
    var aggregate = new Aggregate(Long.parseLong(get(fields, COUNT).n()), totals);
    return new WindowTotals.Part(Stretch.of(id, get(fields, LAST).s()), aggregate);
  }

  private static String name(Target.Kind kind) {
    return kind.name().toLowerCase(ROOT);
  }

  private static <T> AttributeValue map(Map<String, T> map, Function<T, AttributeValue> value) {
    return AttributeValue.fromM(
        map.entrySet().stream().collect(toMap(Map.Entry::getKey, e -> value.apply(e.getValue()))));
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }

  private static AttributeValue number(Number number) {
    return AttributeValue.fromN(number.toString());
  }

  private static AttributeValue get(Map<String, AttributeValue> fields, String name) {
    return Objects.requireNonNull(fields.get(name), () -> "attribute " + name);
  }
}
