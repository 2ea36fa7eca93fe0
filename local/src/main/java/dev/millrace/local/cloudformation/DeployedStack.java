package dev.millrace.local.cloudformation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A stack whose resources are all there.
///
/// @param id its ARN
/// @param created when it was complete
/// @param template as it was written
public record DeployedStack(
    String id,
    String name,
    @Nullable String description,
    Instant created,
    List<Parameter> parameters,
    List<Output> outputs,
    List<Resource> resources,
    String template) {

  static final String STATUS = "CREATE_COMPLETE";

  public DeployedStack {
    parameters = List.copyOf(parameters);
    outputs = List.copyOf(outputs);
    resources = List.copyOf(resources);
  }

  /// A parameter with the value that it got.
  public record Parameter(String parameterKey, String parameterValue) {}

  /// An output with its value.
  public record Output(String outputKey, String outputValue, @Nullable String description) {}

  /// A resource.
  ///
  /// @param physicalId what `Ref` gives
  /// @param type as after the SAM transform
  public record Resource(String logicalId, String physicalId, String type) {}

  Optional<Resource> resource(String logicalId) {
    return resources.stream().filter(each -> each.logicalId().equals(logicalId)).findFirst();
  }
}
