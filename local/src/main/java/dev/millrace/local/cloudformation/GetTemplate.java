package dev.millrace.local.cloudformation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives a stack's template, as it was written.
final class GetTemplate {

  private static final String ORIGINAL = "Original";

  private GetTemplate() {}

  /// @param stackName a name or an id
  /// @param templateStage before or after transforms; only before is there
  record Request(String stackName, @Nullable String templateStage) {}

  record Response(String templateBody, List<String> stagesAvailable) {}

  static Response apply(Deployed deployed, Request request) {
    var stage = request.templateStage();
    if (stage != null && !stage.equals(ORIGINAL)) {
      throw Refusal.invalid("TemplateStage must be Original, others are not kept, was " + stage);
    }
    return new Response(deployed.stack(request.stackName()).template(), List.of(ORIGINAL));
  }
}
