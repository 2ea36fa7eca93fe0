package dev.millrace.local.stack;

import dev.millrace.local.stack.Resolver.Physical;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

/// `AWS::OpenSearchService::Domain`.
final class DomainResource implements ResourceType {

  private static final String ENGINE = "OpenSearch_";
  private static final int LONGEST_NAME = 28;

  @Override
  public Physical create(String logicalId, Properties properties, Context context) {
    var name = properties.text("DomainName").orElseGet(() -> generatedName(logicalId, context));
    var engine = properties.text("EngineVersion").orElse(ENGINE);
    if (!engine.startsWith(ENGINE)) {
      throw properties.wrong("EngineVersion", ENGINE + "VERSION", engine);
    }
    // the default says the same
    properties
        .object("AdvancedOptions")
        .ifPresent(options ->
            options.withoutLocalEffect("rest.action.multi.allow_explicit_index").refuseOthers());
    properties
        .object("DomainEndpointOptions")
        .ifPresent(options ->
            options.withoutLocalEffect("EnforceHTTPS", "TLSSecurityPolicy").refuseOthers());
    properties
        .withoutLocalEffect(
            "AccessPolicies",
            "AdvancedSecurityOptions",
            "ClusterConfig",
            "EBSOptions",
            "EncryptionAtRestOptions",
            "IPAddressType",
            "LogPublishingOptions",
            "NodeToNodeEncryptionOptions",
            "OffPeakWindowOptions",
            "SkipShardMigrationWait",
            "SnapshotOptions",
            "SoftwareUpdateOptions",
            "Tags")
        .refuseOthers();
    var domain = context.deployment().createDomain(name);
    return new Physical(
        name,
        Map.of(
            "Arn", domain.arn(),
            "DomainArn", domain.arn(),
            "DomainEndpoint", domain.endpoint().getAuthority(),
            "Id", context.account() + "/" + name));
  }

  private static String generatedName(String logicalId, Context context) {
    var name = context.generatedName(logicalId).toLowerCase(Locale.ROOT);
    return name.substring(0, Math.min(LONGEST_NAME, name.length()));
  }

  /// A domain that answers.
  record Domain(String arn, URI endpoint) {}
}
