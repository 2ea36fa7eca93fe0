package dev.millrace.local.stack;

import dev.millrace.local.stack.Resolver.Physical;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `AWS::KinesisFirehose::DeliveryStream`. What it can do is decided by the Firehose server, which
/// refuses every parameter that it does not know by name.
final class DeliveryStreamResource implements ResourceType {

  private static final String API = "Firehose_20150804.";
  private static final List<String> TAKEN_OVER =
      List.of(
          "DeliveryStreamType",
          "ExtendedS3DestinationConfiguration",
          "AmazonopensearchserviceDestinationConfiguration",
          "Tags");

  @Override
  public Physical create(String logicalId, Properties properties, Context context) {
    var name = properties.text("DeliveryStreamName").orElse(context.generatedName(logicalId));
    var request = new LinkedHashMap<String, Object>();
    request.put("DeliveryStreamName", name);
    for (var member : TAKEN_OVER) {
      properties.raw(member).ifPresent(value -> request.put(member, value));
    }
    properties
        .object("KinesisStreamSourceConfiguration")
        .ifPresent(source -> request.put("KinesisStreamSourceConfiguration", source(source)));
    properties.withoutLocalEffect("DeliveryStreamEncryptionConfigurationInput").refuseOthers();

    if (request.containsKey("KinesisStreamSourceConfiguration")
        && context.api().isOutside(AwsService.FIREHOSE)
        && !context.api().isOutside(AwsService.KINESIS)) {
      throw new TemplateException(
          properties.path()
              + "/KinesisStreamSourceConfiguration: firehose outside of the stack cannot read a"
              + " stream in here, kinesis must be outside, too");
    }
    if (transforms(request) && context.api().isOutside(AwsService.FIREHOSE)) {
      throw new TemplateException(
          properties.path()
              + ": firehose outside of the stack cannot invoke a function in here, so that"
              + " ProcessingConfiguration must not have the processor Lambda");
    }
    if (convertsFormats(request)
        && context.api().isOutside(AwsService.FIREHOSE)
            != context.api().isOutside(AwsService.GLUE)) {
      throw new TemplateException(
          properties.path()
              + "/ExtendedS3DestinationConfiguration/DataFormatConversionConfiguration: firehose"
              + " reads the table from glue, so that both must be in the stack, or both outside");
    }
    var settings = new LinkedHashMap<String, Object>(request);
    var api = context.api();
    var describe = Map.of("DeliveryStreamName", name);
    context
        .deployment()
        .holdings()
        .ensure(
            new Holdings.Lasting(
                properties.path(),
                "AWS::KinesisFirehose::DeliveryStream",
                name,
                settings,
                () -> api.finds(API + "DescribeDeliveryStream", describe),
                () -> api.create(API + "CreateDeliveryStream", request),
                Map.of()));
    var arn =
        api.awaitActive(
                API + "DescribeDeliveryStream",
                describe,
                "DeliveryStreamDescription",
                "DeliveryStreamStatus")
            .path("DeliveryStreamARN")
            .asString();
    return new Physical(name, Map.of("Arn", arn));
  }

  private static boolean transforms(Map<String, Object> request) {
    return request.values().stream()
        .anyMatch(destination ->
            destination instanceof Map<?, ?> members
                && members.get("ProcessingConfiguration") instanceof Map<?, ?> processing
                && processing.get("Processors") instanceof List<?> processors
                && processors.stream()
                    .anyMatch(each ->
                        each instanceof Map<?, ?> processor
                            && "Lambda".equals(processor.get("Type"))));
  }

  private static boolean convertsFormats(Map<String, Object> request) {
    return request.get("ExtendedS3DestinationConfiguration") instanceof Map<?, ?> destination
        && destination.get("DataFormatConversionConfiguration") instanceof Map<?, ?> conversion
        && !String.valueOf(conversion.get("Enabled")).equals("false");
  }

  private static Map<String, Object> source(Properties source) {
    var stream = source.requiredText("KinesisStreamARN");
    var role = source.requiredText("RoleARN");
    source.refuseOthers();
    return Map.of("KinesisStreamARN", stream, "RoleARN", role);
  }
}
