package com.example.meters;

import com.amazonaws.services.lambda.runtime.Context;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A stranger's function: nothing but maps in and out, with the state of a tumbling window. */
public class SumReadings {

  @SuppressWarnings("unchecked")
  public Map<String, Object> sum(Map<String, Object> event, Context context) {
    Map<String, Object> state = new HashMap<>((Map<String, Object>) event.get("state"));
    long total = ((Number) state.getOrDefault("total", 0)).longValue();
    for (Map<String, Object> record : (List<Map<String, Object>>) event.get("Records")) {
      String data = (String) ((Map<String, Object>) record.get("kinesis")).get("data");
      total += Long.parseLong(new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8));
    }
    state.put("total", total);
    if (Boolean.TRUE.equals(event.get("isFinalInvokeForWindow"))) {
      context.getLogger().log("total " + total + " " + System.getenv("UNIT"));
    }
    return Map.of("state", state);
  }
}
