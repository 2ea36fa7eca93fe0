package dev.millrace.local.firehose;

import dev.millrace.local.firehose.format.DataFormatConversion;
import dev.millrace.local.firehose.format.Deserializer;
import dev.millrace.local.firehose.format.FailureDocument.CatalogTable;
import dev.millrace.local.firehose.format.FormatConversion;
import dev.millrace.local.firehose.format.FormatException;
import dev.millrace.local.firehose.format.HiveType;
import dev.millrace.local.firehose.format.HiveType.Column;
import dev.millrace.local.firehose.format.Serializer;
import dev.millrace.local.gateway.AwsException;
import dev.millrace.local.glue.GlueColumn;
import dev.millrace.local.glue.GlueServer;
import dev.millrace.local.glue.GlueTable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `DataFormatConversionConfiguration`, checked: the Glue table, and both sides of the conversion.
record Conversion(
    DataFormatConversion.SchemaConfiguration schema,
    Deserializer deserializer,
    Serializer serializer) {

  private static final String LATEST = "LATEST";

  /// Into the format of a table, as it is at one moment.
  record ToTable(CatalogTable table, FormatConversion conversion) {}

  /// @return null if nothing is to be converted
  /// @throws AwsException naming the setting that breaks a rule
  static @Nullable Conversion of(@Nullable DataFormatConversion config) {
    if (config == null || !config.applies()) {
      return null;
    }
    var schema = config.schemaConfiguration();
    if (schema == null) {
      throw Refusal.argument("DataFormatConversionConfiguration.SchemaConfiguration is required");
    }
    required("RoleARN", schema.roleARN());
    required("DatabaseName", schema.databaseName());
    required("TableName", schema.tableName());
    try {
      return new Conversion(schema, config.deserializer(), config.serializer());
    } catch (FormatException e) {
      throw Refusal.argument("DataFormatConversionConfiguration: %s", e.getMessage());
    }
  }

  /// @throws AwsException if the role may not read the table
  void checkAccess(RoleAccess access, String account, String region) {
    var role = required("RoleARN", schema.roleARN());
    var database = schema.databaseName();
    for (var resource :
        List.of(
            "catalog", "database/" + database, "table/" + database + "/" + schema.tableName())) {
      var arn = "arn:aws:glue:%s:%s:%s".formatted(region, account, resource);
      access.check(role, "glue:GetTableVersions", arn);
    }
  }

  /// The conversion into the table's columns of now.
  ///
  /// @throws AwsException if the table cannot be used
  ToTable toTable(GlueServer glue, String region) {
    if (schema.region() != null && !schema.region().equals(region)) {
      throw Refusal.argument(
          "SchemaConfiguration.Region must be %s, was '%s'", region, schema.region());
    }
    if (schema.catalogId() != null && !schema.catalogId().equals(glue.account())) {
      throw Refusal.argument(
          "SchemaConfiguration.CatalogId must be %s, was '%s'", glue.account(), schema.catalogId());
    }
    var table = find(glue);
    var version = schema.versionId();
    if (version != null && !version.equals(LATEST) && !version.equals(table.versionId())) {
      throw Refusal.argument(
          "SchemaConfiguration.VersionId must be LATEST or %s, was '%s'",
          table.versionId(), version);
    }
    return new ToTable(named(table, region), into(table));
  }

  private GlueTable find(GlueServer glue) {
    try {
      return glue.table(
          required("DatabaseName", schema.databaseName()),
          required("TableName", schema.tableName()));
    } catch (AwsException e) {
      throw Refusal.argument(
          "SchemaConfiguration: Glue table %s.%s cannot be read: %s",
          schema.databaseName(), schema.tableName(), e.getMessage());
    }
  }

  private FormatConversion into(GlueTable table) {
    try {
      return new FormatConversion(
          table.columns().stream().map(Conversion::column).toList(), deserializer, serializer);
    } catch (FormatException e) {
      throw Refusal.argument(
          "SchemaConfiguration: Glue table %s.%s cannot be used: %s",
          table.databaseName(), table.name(), e.getMessage());
    }
  }

  private static Column column(GlueColumn column) {
    var type = Objects.requireNonNullElse(column.type(), "");
    return new Column(column.name(), HiveType.parse(column.name(), type));
  }

  private static CatalogTable named(GlueTable table, String region) {
    return new CatalogTable(
        table.catalogId(),
        table.databaseName(),
        table.name(),
        region,
        table.versionId(),
        "arn:aws:glue:%s:%s:catalog".formatted(region, table.catalogId()));
  }

  private static String required(String member, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw Refusal.argument(
          "DataFormatConversionConfiguration.SchemaConfiguration.%s is required", member);
    }
    return value;
  }
}
