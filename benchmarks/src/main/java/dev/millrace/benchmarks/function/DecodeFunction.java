package dev.millrace.benchmarks.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import dev.millrace.common.Decoded;
import dev.millrace.common.EventReader;
import dev.millrace.common.Json;
import dev.millrace.common.StreamHandler;
import dev.millrace.common.UserRecords;

/// Reads every record as Millrace's functions do, does nothing with it, and answers how many bytes
/// there were.
public final class DecodeFunction extends StreamHandler<KinesisEvent, Long> {

  /// Called by Lambda.
  public DecodeFunction() {
    super(EventReader::kinesis);
  }

  @Override
  public Long handleRequest(KinesisEvent event, Context context) {
    var bytes = 0L;
    for (var record : UserRecords.of(event)) {
      bytes +=
          switch (Json.object(record.data())) {
            case Decoded.Valid(_) -> record.data().length;
            case Decoded.Malformed(var reason) -> throw new IllegalArgumentException(reason);
          };
    }
    return bytes;
  }
}
