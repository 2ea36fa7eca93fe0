package dev.millrace.local.faults;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The shape of DynamoDB's BatchWriteItem: what was not written comes back, table by table.
record WriteBatch() implements BatchShape {

  private static final String REQUESTED = "RequestItems";
  private static final String UNPROCESSED = "UnprocessedItems";

  @Override
  public int entries(JsonNode request) {
    var count = 0;
    for (var table : request.path(REQUESTED)) {
      count += table.size();
    }
    return count;
  }

  @Override
  public JsonNode without(JsonNode request, Set<Integer> failed) {
    return ((ObjectNode) request.deepCopy()).set(REQUESTED, chosen(request, failed, false));
  }

  @Override
  public JsonNode answer(JsonNode request, Set<Integer> failed, JsonNode answer) {
    var unprocessed = chosen(request, failed, true);
    // what DynamoDB itself left
    answer
        .path(UNPROCESSED)
        .properties()
        .forEach(table -> table.getValue().forEach(unprocessed.withArray(table.getKey())::add));
    return ((ObjectNode) answer.deepCopy()).set(UNPROCESSED, unprocessed);
  }

  private static ObjectNode chosen(JsonNode request, Set<Integer> failed, boolean ifFailed) {
    var chosen = JsonNodeFactory.instance.objectNode();
    var place = 0;
    for (var table : request.path(REQUESTED).properties()) {
      for (var write : table.getValue()) {
        if (failed.contains(place) == ifFailed) {
          chosen.withArray(table.getKey()).add(write);
        }
        place++;
      }
    }
    return chosen;
  }
}
