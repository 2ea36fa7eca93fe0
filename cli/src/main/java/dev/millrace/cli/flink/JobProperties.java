package dev.millrace.cli.flink;

import dev.millrace.local.stack.FlinkApplication;
import java.net.URI;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// What a job is told, in groups, as Managed Service for Apache Flink does.
///
/// @param groups by id
public record JobProperties(Map<String, Map<String, String>> groups) {

  private static final String INPUT = "InputStream0";
  private static final String OUTPUT = "OutputStream0";
  private static final String STREAM = "stream.name";
  private static final String A_CENTURY = "P36500D";

  public JobProperties {
    groups = Map.copyOf(groups);
  }

  /// What the application of a template tells its job.
  public static JobProperties of(FlinkApplication application) {
    return new JobProperties(application.propertyGroups());
  }

  /// The same with the streams of a stack.
  public JobProperties at(URI endpoint) {
    var changed = this;
    for (var group : groups.entrySet()) {
      if (group.getValue().containsKey(STREAM)) {
        changed = changed.with(group.getKey(), "aws.endpoint", endpoint.toString());
      }
    }
    return changed;
  }

  /// The same for a job that reads all of a stream, and counts each reading however late it is.
  public JobProperties forEverything() {
    return with(INPUT, "source.init.position", "TRIM_HORIZON")
        .with("Job", "out.of.orderness", A_CENTURY);
  }

  /// The stream that summaries are put into; empty if the job is told none.
  public String summaryStream() {
    return groups.getOrDefault(OUTPUT, Map.of()).getOrDefault(STREAM, "");
  }

  private JobProperties with(String group, String key, String value) {
    var changed = new TreeMap<>(groups);
    var properties = new TreeMap<>(groups.getOrDefault(group, Map.of()));
    properties.put(key, value);
    changed.put(group, properties);
    return new JobProperties(changed);
  }

  /// As the service mounts them.
  String json() {
    var all = new ArrayList<Map<String, ?>>();
    new TreeMap<>(groups)
        .forEach((id, properties) ->
            all.add(
                new TreeMap<>(
                    Map.of("PropertyGroupId", id, "PropertyMap", new TreeMap<>(properties)))));
    return JsonMapper.shared().writeValueAsString(all);
  }
}
