package dev.millrace.local.stack;

import dev.millrace.local.stack.Resolver.Physical;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// `AWS::Glue::Database` and `AWS::Glue::Table`. What they can have is decided by the Glue server,
/// which refuses every member that it does not know by name.
final class GlueResources {

  private static final String API = "AWSGlue.";

  private GlueResources() {}

  static Physical database(String logicalId, Properties properties, ResourceType.Context context) {
    var catalog = properties.requiredText("CatalogId");
    var input = input(properties, "DatabaseInput", logicalId, context);
    properties.refuseOthers();
    var name = String.valueOf(input.get("Name"));
    var request = new LinkedHashMap<String, Object>();
    request.put("CatalogId", catalog);
    request.put("DatabaseInput", input);
    ensure(
        "AWS::Glue::Database",
        name,
        properties,
        context,
        new Calls("Database", request, Map.of("CatalogId", catalog, "Name", name)));
    return new Physical(name, Map.of());
  }

  static Physical table(String logicalId, Properties properties, ResourceType.Context context) {
    var catalog = properties.requiredText("CatalogId");
    var database = properties.requiredText("DatabaseName");
    var input = input(properties, "TableInput", logicalId, context);
    properties.refuseOthers();
    var name = String.valueOf(input.get("Name"));
    var request = new LinkedHashMap<String, Object>();
    request.put("CatalogId", catalog);
    request.put("DatabaseName", database);
    request.put("TableInput", input);
    ensure(
        "AWS::Glue::Table",
        database + "/" + name,
        properties,
        context,
        new Calls(
            "Table",
            request,
            Map.of("CatalogId", catalog, "DatabaseName", database, "Name", name)));
    return new Physical(name, Map.of());
  }

  /// How a thing is made and found.
  private record Calls(String thing, Map<String, Object> create, Map<String, Object> get) {}

  private static void ensure(
      String type, String name, Properties properties, ResourceType.Context context, Calls calls) {
    var api = context.api();
    context
        .deployment()
        .holdings()
        .ensure(
            new Holdings.Lasting(
                properties.path(),
                type,
                name,
                calls.create(),
                () -> api.finds(API + "Get" + calls.thing(), calls.get()),
                () -> api.create(API + "Create" + calls.thing(), calls.create()),
                Map.of()));
  }

  private static Map<String, Object> input(
      Properties properties, String member, String logicalId, ResourceType.Context context) {
    if (properties.raw(member).isEmpty()) {
      throw new TemplateException(properties.path() + "/" + member + " is required");
    }
    var input = properties.map(member);
    input.putIfAbsent("Name", context.generatedName(logicalId).toLowerCase(Locale.ROOT));
    return input;
  }
}
