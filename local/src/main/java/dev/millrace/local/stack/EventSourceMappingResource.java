package dev.millrace.local.stack;

import dev.millrace.local.stack.Resolver.Physical;

/// `AWS::Lambda::EventSourceMapping`, from streams.
final class EventSourceMappingResource implements ResourceType {

  @Override
  public Physical create(String logicalId, Properties properties, Context context) {
    var function = FunctionName.parse(properties, "FunctionName");
    var role =
        context
            .deployment()
            .role(function.name())
            .orElseThrow(() ->
                properties.wrong("FunctionName", "a function of this template", function.name()));
    var enabled = properties.flag("Enabled", true);
    var mapping =
        StreamEvent.mapping(
            properties,
            "EventSourceArn",
            context,
            new StreamEvent.Target(function.name(), function.arn(context), role));
    context.deployment().createMapping(mapping, enabled);
    return StreamEvent.physical(mapping, context);
  }
}
