package dev.millrace.local.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import java.util.TreeMap;

/// Adds what it knows about its invocation to a map.
public final class ContextHandler
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {

  private int invocations;

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    var answer = new TreeMap<>(event);
    answer.put("requestId", context.getAwsRequestId());
    answer.put("functionName", context.getFunctionName());
    answer.put("functionVersion", context.getFunctionVersion());
    answer.put("arn", context.getInvokedFunctionArn());
    answer.put("memory", context.getMemoryLimitInMB());
    answer.put("logGroup", context.getLogGroupName());
    answer.put("logStream", context.getLogStreamName());
    answer.put("remaining", context.getRemainingTimeInMillis());
    answer.put("invocations", ++invocations);
    return answer;
  }
}
