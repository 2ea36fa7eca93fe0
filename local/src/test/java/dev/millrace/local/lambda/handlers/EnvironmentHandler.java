package dev.millrace.local.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Answers with its environment.
public final class EnvironmentHandler
    implements RequestHandler<Map<String, Object>, Map<String, String>> {

  @Override
  public Map<String, String> handleRequest(Map<String, Object> event, Context context) {
    var answer = new TreeMap<>(System.getenv());
    answer.put("by name", String.valueOf(System.getenv("TABLE")));
    answer.put("by reference", Optional.of("TABLE").map(System::getenv).orElse("not set"));
    return answer;
  }
}
