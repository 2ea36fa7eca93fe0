package dev.millrace.local.firehose.transform;

import dev.millrace.local.firehose.transform.Transformed.Failed;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the function's answer to one event.
///
/// An answer is final, however wrong it is; only a function that fails is invoked again. Codes and
/// messages are those of AWS, as others saw them (floci-io/floci pull request 3393), but for the
/// answers nobody has tried: a result that is none, data that is not Base64, partition keys that
/// are no text.
public final class TransformAnswer {

  private static final JsonMapper MAPPER = new JsonMapper();

  private static final Failed MISSING =
      new Failed(
          "Lambda.MissingRecordId",
          "One or more record Ids were not returned. Ensure that the Lambda function returns all"
              + " received record Ids.");
  private static final Failed DUPLICATED =
      new Failed(
          "Lambda.DuplicatedRecordId",
          "Multiple records were returned with the same record Id. Ensure that the Lambda function"
              + " returns a unique record Id for each record.");
  private static final Failed PROCESSING_FAILED =
      new Failed("Lambda.ProcessingFailedStatus", "ProcessingFailed status set for record");
  private static final String NO_DATA =
      "The data field cannot be null when the SourceType is DirectPut or KinesisStreamAsSource and"
          + " processing result is Ok. The value field cannot be null when the SourceType is"
          + " MSKAsSource and processing result is Ok.";

  private TransformAnswer() {}

  /// What became of each record of the event, in their order. Answers for other records are passed
  /// over.
  ///
  /// @param payload the answer; without an array `records` every record is missing in it
  public static List<Transformed> read(byte[] payload, List<TransformRecord> sent) {
    var answers = new HashMap<String, JsonNode>();
    var twice = new HashSet<String>();
    for (var answer : records(payload)) {
      var id = answer.path("recordId");
      if (id.isString() && answers.putIfAbsent(id.stringValue(), answer) != null) {
        twice.add(id.stringValue());
      }
    }
    return sent.stream().map(item -> read(item.id(), answers, twice)).toList();
  }

  private static Iterable<JsonNode> records(byte[] payload) {
    try {
      var records = MAPPER.readTree(payload).path("records");
      return records.isArray() ? records : List.of();
    } catch (JacksonException _) {
      // as if there were no records: each is reported as missing
      return List.of();
    }
  }

  private static Transformed read(String id, Map<String, JsonNode> answers, Set<String> twice) {
    var answer = answers.get(id);
    if (answer == null) {
      return MISSING;
    }
    if (twice.contains(id)) {
      return DUPLICATED;
    }
    var result = answer.path("result");
    return switch (result.asString("")) {
      case "Ok" -> ok(answer);
      case "Dropped" -> new Transformed.Dropped();
      case "ProcessingFailed" -> PROCESSING_FAILED;
      default -> invalid("The result field must be Ok, Dropped or ProcessingFailed, was " + result);
    };
  }

  private static Transformed ok(JsonNode answer) {
    var data = answer.path("data");
    if (data.isNull() || data.isMissingNode()) {
      return invalid(NO_DATA);
    }
    var keys = new HashMap<String, String>();
    for (var key : answer.path("metadata").path("partitionKeys").properties()) {
      if (key.getValue().isContainer() || key.getValue().isNull()) {
        return invalid(
            "The partition key " + key.getKey() + " must be text, was " + key.getValue());
      }
      keys.put(key.getKey(), key.getValue().asString());
    }
    try {
      return new Transformed.Ok(Base64.getDecoder().decode(data.asString("-")), keys);
    } catch (IllegalArgumentException e) {
      return invalid("The data field must be Base64: " + e.getMessage());
    }
  }

  private static Failed invalid(String message) {
    return new Failed("Lambda.InvalidReturnFormat", message);
  }
}
