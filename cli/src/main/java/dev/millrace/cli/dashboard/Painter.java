package dev.millrace.cli.dashboard;

import dev.millrace.cli.dashboard.Picture.Edge;
import dev.millrace.cli.dashboard.Picture.Kind;
import dev.millrace.cli.dashboard.Picture.Node;
import dev.millrace.cli.dashboard.Picture.Part;
import dev.millrace.cli.dashboard.Picture.Way;
import dev.millrace.local.firehose.DeliveryDetail;
import dev.millrace.local.kinesis.StreamStatus;
import dev.millrace.local.lambda.FunctionConfig;
import dev.millrace.local.mapping.LaneStatus;
import dev.millrace.local.mapping.MappingDetail;
import dev.millrace.local.stack.Stack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Makes the picture of a stack, as it is at one moment.
final class Painter {

  private final Stack stack;
  private final Instant now;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final List<Edge> edges = new ArrayList<>();

  private Painter(Stack stack) {
    this.stack = stack;
    this.now = stack.clock().instant();
  }

  static Picture paint(Stack stack) {
    var painter = new Painter(stack);
    painter.tables();
    stack.streams().forEach(painter::stream);
    var mappings = stack.mappingDetails();
    stack.functionConfigs().stream()
        .sorted(Comparator.comparing(FunctionConfig::name))
        .forEach(function -> painter.function(function, mappings));
    painter.queues();
    painter.topics();
    stack.deliveryDetails().forEach(painter::delivery);
    mappings.forEach(painter::mapping);
    stack.functionConfigs().forEach(painter::uses);
    return new Picture(
        stack.name(), painter.now, List.copyOf(painter.nodes.values()), List.copyOf(painter.edges));
  }

  // ---- what there is

  private void tables() {
    var dynamoDb = stack.clients().dynamoDb();
    for (var name : dynamoDb.listTablesPaginator().tableNames()) {
      var table = dynamoDb.describeTable(request -> request.tableName(name)).table();
      var parts =
          table.latestStreamArn() == null
              ? List.<Part>of()
              : List.of(
                  new Part(TableChanges.PART, facts("stream", table.latestStreamArn())),
                  new Part("items", facts()));
      add(Kind.TABLE, name, facts("items", table.itemCount()), parts);
    }
  }

  private void stream(StreamStatus stream) {
    var open = stream.shards().stream().filter(StreamStatus.ShardStatus::open).count();
    var taken = stream.shards().stream().mapToLong(StreamStatus.ShardStatus::taken).sum();
    add(
        Kind.STREAM,
        stream.name(),
        facts("records", taken, "shards", open),
        stream.shards().stream().map(Painter::shard).toList());
  }

  private static Part shard(StreamStatus.ShardStatus shard) {
    return new Part(
        shard.id(),
        facts(
            "records", shard.taken(),
            "kept", shard.kept(),
            "state", shard.open() ? "open" : "closed"));
  }

  private void function(FunctionConfig function, List<MappingDetail> mappings) {
    var own =
        mappings.stream()
            .map(MappingDetail::status)
            .filter(mapping -> unqualified(mapping.functionName()).equals(function.name()))
            .toList();
    add(
        Kind.FUNCTION,
        function.name(),
        facts(
            "invocations", own.stream().mapToLong(mapping -> mapping.invocations()).sum(),
            "failed", own.stream().mapToLong(mapping -> mapping.failedInvocations()).sum()),
        List.of());
  }

  private void queues() {
    var sqs = stack.clients().sqs();
    for (var url : sqs.listQueuesPaginator().queueUrls()) {
      var counts =
          sqs.getQueueAttributes(request ->
                  request
                      .queueUrl(url)
                      .attributeNames(
                          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
              .attributes();
      var messages = counts.values().stream().mapToLong(Long::parseLong).sum();
      add(Kind.QUEUE, afterLast('/', url), facts("messages", messages), List.of());
    }
  }

  private void topics() {
    var sns = stack.clients().sns();
    sns.listTopicsPaginator()
        .topics()
        .forEach(topic -> add(Kind.TOPIC, afterLast(':', topic.topicArn()), facts(), List.of()));
    sns.listSubscriptionsPaginator()
        .subscriptions()
        .forEach(each ->
            join(
                find(Kind.TOPIC, afterLast(':', each.topicArn())),
                ofArn(each.endpoint()),
                Way.FLOW));
  }

  private void delivery(DeliveryDetail delivery) {
    var status = delivery.status();
    var id =
        add(
            Kind.DELIVERY,
            status.name(),
            facts(
                "in", status.recordsIn(),
                "buffered", status.recordsBuffered(),
                "delivered", status.recordsDelivered(),
                "objects", status.objectsWritten(),
                "failures", status.failures()),
            List.of());
    join(delivery.sourceArn().flatMap(this::ofArn), Optional.of(id), Way.FLOW);
    var bucket = add(Kind.BUCKET, delivery.bucket(), facts(), List.of());
    delivery
        .index()
        .ifPresentOrElse(
            index -> {
              join(id, add(Kind.INDEX, index, facts(), List.of()), Way.FLOW);
              join(id, bucket, Way.FAILURE);
            },
            () -> join(id, bucket, Way.FLOW));
  }

  private void mapping(MappingDetail mapping) {
    var config = mapping.config();
    var status = mapping.status();
    var lanes = mapping.lanes();
    var facts =
        facts(
            "read", status.recordsRead(),
            "waiting", lanes.stream().mapToInt(LaneStatus::waiting).sum(),
            "in flight", lanes.stream().mapToInt(LaneStatus::inFlight).sum(),
            "lag", lag(lanes.stream().flatMap(lane -> lane.oldest().stream())),
            "failed calls", status.failedInvocations(),
            "given up", status.recordsDiscarded());
    if (!config.filters().isEmpty()) {
      facts.put("filtered", status.recordsFiltered());
    }
    facts.put("windows", lanes.stream().filter(lane -> lane.window().isPresent()).count());
    facts.put("state", status.state());
    facts.put("result", status.lastProcessingResult());
    var id = Kind.MAPPING.id(config.uuid());
    nodes.put(
        id,
        new Node(
            id,
            Kind.MAPPING,
            config.functionName(),
            facts,
            lanes.stream().map(lane -> lane(lane, config.parallelizationFactor() > 1)).toList()));
    join(ofArn(config.streamArn()), Optional.of(id), Way.FLOW);
    join(Optional.of(id), find(Kind.FUNCTION, unqualified(config.functionName())), Way.FLOW);
    join(Optional.of(id), config.onFailure().flatMap(this::ofArn), Way.FAILURE);
  }

  private Part lane(LaneStatus lane, boolean several) {
    var facts =
        facts(
            "doing", lane.doing().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            "in flight", lane.inFlight(),
            "waiting", lane.waiting(),
            "failed tries", lane.attempts(),
            "lag", lag(lane.oldest().stream()));
    lane.window()
        .ifPresent(window -> {
          facts.put("window", window.start() + " to " + window.end());
          facts.put("window state", window.state());
        });
    return new Part(several ? lane.shardId() + " part " + lane.lane() : lane.shardId(), facts);
  }

  /// In seconds, how old the oldest is.
  private double lag(Stream<Instant> arrivals) {
    var oldest = arrivals.min(Comparator.naturalOrder());
    return oldest
        .map(arrival -> Math.max(0, Duration.between(arrival, now).toMillis() / 1000.0))
        .orElse(0.0);
  }

  /// What the environment of a function names.
  private void uses(FunctionConfig function) {
    var id = Kind.FUNCTION.id(function.name());
    var used =
        function.environment().entrySet().stream()
            .flatMap(variable -> named(variable.getKey(), variable.getValue()).stream())
            .distinct()
            .sorted()
            .toList();
    used.forEach(other -> join(id, other, Way.USE));
  }

  /// Of several things of one name, the one whose kind the variable names.
  private Optional<String> named(String variable, String value) {
    var name = afterLast(':', afterLast('/', value));
    var candidates =
        Stream.of(Kind.values())
            .filter(kind -> kind != Kind.MAPPING && kind != Kind.FUNCTION)
            .filter(kind -> nodes.containsKey(kind.id(name)))
            .toList();
    return candidates.stream()
        .filter(kind -> candidates.size() == 1 || variable.contains(kind.name()))
        .findFirst()
        .map(kind -> kind.id(name));
  }

  // ---- how it hangs together

  private String add(Kind kind, String name, Map<String, Object> facts, List<Part> parts) {
    var id = kind.id(name);
    nodes.putIfAbsent(id, new Node(id, kind, name, facts, parts));
    return id;
  }

  private Optional<String> find(Kind kind, String name) {
    return Optional.of(kind.id(name)).filter(nodes::containsKey);
  }

  private void join(Optional<String> from, Optional<String> to, Way way) {
    from.ifPresent(start -> to.ifPresent(end -> join(start, end, way)));
  }

  private void join(String from, String to, Way way) {
    edges.add(new Edge(from, to, way));
  }

  /// The thing that an ARN names; of a stream's consumer it is the stream. A stream that is outside
  /// of the stack is a name and no more.
  private Optional<String> ofArn(String arn) {
    var parts = arn.split(":", 6);
    if (parts.length < 6) {
      return Optional.empty();
    }
    var path = parts[5].split("/", -1);
    return switch (parts[2]) {
      case "kinesis" -> Optional.of(add(Kind.STREAM, path[1], facts(), List.of()));
      case "dynamodb" -> find(Kind.TABLE, path[1]);
      case "sqs" -> find(Kind.QUEUE, parts[5]);
      case "sns" -> find(Kind.TOPIC, parts[5]);
      case "s3" -> Optional.of(add(Kind.BUCKET, path[0], facts(), List.of()));
      default -> Optional.empty();
    };
  }

  private static String unqualified(String function) {
    return function.replaceFirst(":.*", "");
  }

  private static String afterLast(char separator, String text) {
    return text.substring(text.lastIndexOf(separator) + 1);
  }

  private static Map<String, Object> facts(Object... labelsAndValues) {
    var facts = new LinkedHashMap<String, Object>();
    for (var i = 0; i < labelsAndValues.length; i += 2) {
      facts.put((String) labelsAndValues[i], labelsAndValues[i + 1]);
    }
    return facts;
  }
}
