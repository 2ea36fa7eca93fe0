package dev.millrace.local.stack;

import dev.millrace.local.gateway.AwsException;
import dev.millrace.local.stack.Resolver.Physical;
import java.util.HashMap;
import java.util.Map;

/// `AWS::Cognito::IdentityPool` and `AWS::Cognito::IdentityPoolRoleAttachment`.
final class IdentityPoolResources {

  private IdentityPoolResources() {}

  static Physical pool(String logicalId, Properties properties, ResourceType.Context context) {
    var name = properties.text("IdentityPoolName").orElse(context.generatedName(logicalId));
    properties.requiredText("AllowUnauthenticatedIdentities");
    var guests = properties.flag("AllowUnauthenticatedIdentities", false);
    if (properties.flag("AllowClassicFlow", false)) {
      throw properties.wrong("AllowClassicFlow", "false, it is not supported here", true);
    }
    properties.withoutLocalEffect("IdentityPoolTags").refuseOthers();
    var id = context.deployment().identityPools().ensurePool(name, guests);
    return new Physical(id, Map.of("Id", id, "Name", name));
  }

  static Physical roles(String logicalId, Properties properties, ResourceType.Context context) {
    var pool = properties.requiredText("IdentityPoolId");
    var roles = new HashMap<String, String>();
    properties.map("Roles").forEach((kind, role) -> roles.put(kind, String.valueOf(role)));
    properties.refuseOthers();
    try {
      context.deployment().identityPools().setRoles(pool, roles);
    } catch (AwsException e) {
      throw new TemplateException(properties.path() + ": " + e.getMessage(), e);
    }
    var id = context.generatedName(logicalId);
    return new Physical(id, Map.of("Id", id));
  }
}
