package dev.millrace.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;

/// Logs the text of every record.
public final class Logger implements RequestHandler<KinesisEvent, String> {

  @Override
  public String handleRequest(KinesisEvent event, Context context) {
    for (var record : event.getRecords()) {
      context.getLogger().log(UTF_8.decode(record.getKinesis().getData()) + "\n");
    }
    return "Successfully processed %d records.".formatted(event.getRecords().size());
  }
}
