package dev.millrace.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/// Reads every record, and does nothing with it.
public final class Decode implements RequestHandler<KinesisEvent, Long> {

  private final ObjectMapper json = new ObjectMapper();

  @Override
  public Long handleRequest(KinesisEvent event, Context context) {
    var bytes = 0L;
    for (var record : event.getRecords()) {
      var data = record.getKinesis().getData();
      bytes += data.remaining();
      try {
        json.readTree(UTF_8.decode(data).toString());
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return bytes;
  }
}
