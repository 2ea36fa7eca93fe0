package dev.millrace.local.stack;

import dev.millrace.local.stack.Resolver.Physical;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/// `AWS::Kinesis::StreamConsumer`.
final class StreamConsumerResource implements ResourceType {

  private static final String API = "Kinesis_20131202.";

  @Override
  public Physical create(String logicalId, Properties properties, Context context) {
    var name = properties.requiredText("ConsumerName");
    var stream = properties.requiredText("StreamARN");
    properties.withoutLocalEffect("Tags").refuseOthers();

    Map<String, Object> consumer = Map.of("StreamARN", stream, "ConsumerName", name);
    context
        .deployment()
        .holdings()
        .ensure(
            new Holdings.Lasting(
                properties.path(),
                "AWS::Kinesis::StreamConsumer",
                stream + "/consumer/" + name,
                consumer,
                () -> context.api().finds(API + "DescribeStreamConsumer", consumer),
                () -> context.api().create(API + "RegisterStreamConsumer", consumer),
                Map.of()));
    var description =
        context
            .api()
            .awaitActive(
                API + "DescribeStreamConsumer", consumer, "ConsumerDescription", "ConsumerStatus");
    var arn = description.path("ConsumerARN").asString();
    return new Physical(
        arn,
        Map.of(
            "ConsumerARN", arn,
            "ConsumerName", name,
            "ConsumerStatus", description.path("ConsumerStatus").asString(),
            "ConsumerCreationTimestamp",
                seconds(description.path("ConsumerCreationTimestamp").decimalValue()),
            "StreamARN", stream));
  }

  private static String seconds(BigDecimal epoch) {
    return Instant.ofEpochSecond(epoch.longValue()).toString();
  }
}
