package dev.millrace.local.faults;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The shape of Kinesis's PutRecords and Firehose's PutRecordBatch: the answer has an entry for
/// each record, at the same place.
///
/// @param results the answer's member with those entries
/// @param count the answer's member with the number of those that failed
/// @param code of an entry that failed
record RecordBatch(String results, String count, String code) implements BatchShape {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Override
  public int entries(JsonNode request) {
    return request.path("Records").size();
  }

  @Override
  public JsonNode without(JsonNode request, Set<Integer> failed) {
    var rest = NODES.arrayNode();
    for (var i = 0; i < entries(request); i++) {
      if (!failed.contains(i)) {
        rest.add(request.path("Records").get(i));
      }
    }
    return ((ObjectNode) request.deepCopy()).set("Records", rest);
  }

  @Override
  public JsonNode answer(JsonNode request, Set<Integer> failed, JsonNode answer) {
    var all = NODES.arrayNode();
    var written = answer.path(results).iterator();
    for (var i = 0; i < entries(request); i++) {
      all.add(failed.contains(i) ? failure() : written.next());
    }
    var changed = (ObjectNode) answer.deepCopy();
    changed.put(count, answer.path(count).asInt(0) + failed.size());
    return changed.set(results, all);
  }

  private ObjectNode failure() {
    return NODES
        .objectNode()
        .put("ErrorCode", code)
        .put("ErrorMessage", "injected fault: partial-failure");
  }
}
