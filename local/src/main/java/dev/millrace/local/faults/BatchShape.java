package dev.millrace.local.faults;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/// How the requests and answers of a batch action are built, so that some entries can fail.
interface BatchShape {

  /// How many entries a request has.
  int entries(JsonNode request);

  /// The request without some of its entries, counted from 0.
  JsonNode without(JsonNode request, Set<Integer> failed);

  /// The answer to the whole request, when all but some entries were answered.
  ///
  /// @param answer to the others; an empty object if there were none
  JsonNode answer(JsonNode request, Set<Integer> failed, JsonNode answer);
}
