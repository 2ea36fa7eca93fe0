package dev.millrace.junit.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.regex.Pattern;

/// Logs the data of each record.
public final class LineLogger implements RequestStreamHandler {

  private static final Pattern DATA = Pattern.compile("\"data\"\\s*:\\s*\"([^\"]*)\"");

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    var records = DATA.matcher(new String(event.readAllBytes(), UTF_8));
    while (records.find()) {
      var line = new String(Base64.getDecoder().decode(records.group(1)), UTF_8);
      context.getLogger().log("line " + line);
    }
    answer.write("null".getBytes(UTF_8));
  }
}
