package dev.millrace.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.local.lambda.InvokeResult;
import dev.millrace.local.lambda.Invoker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A function that notes every batch it is given, by the member `data` of its records.
final class FakeFunction implements Invoker {

  private final Function<List<String>, InvokeResult> body;
  private final List<List<String>> batches = new ArrayList<>();
  private final List<JsonNode> events = new ArrayList<>();

  FakeFunction(Function<List<String>, InvokeResult> body) {
    this.body = body;
  }

  static FakeFunction succeeding() {
    return new FakeFunction(_ -> success("null"));
  }

  /// Fails every batch that holds the word.
  static FakeFunction failingOn(String word) {
    return new FakeFunction(batch -> batch.contains(word) ? crash() : success("null"));
  }

  static InvokeResult success(String answer) {
    return new InvokeResult.Success(answer.getBytes(UTF_8));
  }

  static InvokeResult crash() {
    return new InvokeResult.FunctionError(
        "Unhandled", "{\"errorMessage\":\"poison\"}".getBytes(UTF_8));
  }

  @Override
  public InvokeResult invoke(String functionName, byte[] event) {
    var tree = JsonMapper.shared().readTree(event);
    var batch = new ArrayList<String>();
    tree.get("Records").forEach(record -> batch.add(data(record)));
    synchronized (this) {
      events.add(tree);
      batches.add(List.copyOf(batch));
    }
    return body.apply(batch);
  }

  private static String data(JsonNode record) {
    return record.get("data").asString();
  }

  synchronized List<List<String>> batches() {
    return List.copyOf(batches);
  }

  synchronized List<JsonNode> events() {
    return List.copyOf(events);
  }
}
