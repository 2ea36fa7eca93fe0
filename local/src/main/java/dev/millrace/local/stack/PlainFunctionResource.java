package dev.millrace.local.stack;

import dev.millrace.local.stack.Resolver.Physical;
import java.util.Map;

/// `AWS::Lambda::Function`.
final class PlainFunctionResource implements ResourceType {

  @Override
  public Physical create(String logicalId, Properties properties, Context context) {
    var name = properties.text("FunctionName").orElse(context.generatedName(logicalId));
    var role = properties.requiredText("Role");
    var function = FunctionSettings.of(logicalId, name, "Code", properties, context);
    FunctionSettings.refuseOthers(
        properties.withoutLocalEffect("DeadLetterConfig", "TracingConfig"));
    context.deployment().iam().ifPresent(iam -> new RolePolicies(iam, properties).checkRole(role));
    context.deployment().createFunction(function, role);
    return new Physical(name, Map.of("Arn", function.arn()));
  }
}
