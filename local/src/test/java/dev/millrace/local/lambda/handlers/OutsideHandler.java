package dev.millrace.local.lambda.handlers;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Prints the data of Kinesis records, and where it would find Kinesis and everything else.
public final class OutsideHandler implements RequestHandler<Map<String, Object>, String> {

  @Override
  public String handleRequest(Map<String, Object> event, Context context) {
    for (var record : requireNonNull((List<?>) event.get("Records"))) {
      var kinesis = requireNonNull((Map<?, ?>) ((Map<?, ?>) record).get("kinesis"));
      var data = Base64.getDecoder().decode(String.valueOf(kinesis.get("data")));
      System.out.println(new String(data, StandardCharsets.UTF_8));
    }
    System.out.println(
        "kinesis="
            + System.getenv("AWS_ENDPOINT_URL_KINESIS")
            + " others="
            + System.getenv("AWS_ENDPOINT_URL"));
    return "done";
  }
}
