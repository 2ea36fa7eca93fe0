package dev.millrace.logger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import dev.millrace.common.BatchLog;
import dev.millrace.common.Env;
import dev.millrace.common.EventReader;
import dev.millrace.common.LogLines;
import dev.millrace.common.SampleEvents;
import dev.millrace.common.Snapshots;
import dev.millrace.common.StreamHandler;
import dev.millrace.common.UserRecords;
import java.time.InstantSource;

/// Logs every user record of a Kinesis batch as one JSON line, whatever its payload.
///
/// A batch that is delivered again is logged again: lines carry sequence and sub-sequence number,
/// by which a reader can tell. A failure fails the invocation, so that Lambda delivers the batch
/// again.
public final class KinesisLoggerHandler extends StreamHandler<KinesisEvent, String> {

  private final KinesisLoggerConfig config;
  private final InstantSource clock;

  /// Called by Lambda, once per execution environment.
  public KinesisLoggerHandler() {
    this(KinesisLoggerConfig.from(new Env(System.getenv())), InstantSource.system());
    Snapshots.rehearse(this::rehearse);
  }

  KinesisLoggerHandler(KinesisLoggerConfig config, InstantSource clock) {
    super(EventReader::kinesis);
    this.config = config;
    this.clock = clock;
  }

  @Override
  public String handleRequest(KinesisEvent event, Context context) {
    var log = new BatchLog(context.getFunctionName(), clock);
    try {
      return logRecords(event, context, log);
    } catch (RuntimeException e) {
      log.error(e);
      throw e;
    } finally {
      log.write(context.getLogger());
    }
  }

  private void rehearse() {
    rehearse(
        SampleEvents.kinesis("{\"greeting\":\"hello\"}"),
        event -> {
          UserRecords.of(event).forEach(record -> RecordLine.of(record, config.maxLineBytes()));
          return answer(event.getRecords().size());
        });
  }

  private String logRecords(KinesisEvent event, Context context, BatchLog log) {
    var streamRecords = UserRecords.streamRecords(event);
    for (var streamRecord : streamRecords) {
      for (var userRecord : UserRecords.of(streamRecord)) {
        log.records(1).seen(userRecord.sequenceNumber(), userRecord.arrival());
        LogLines.write(context.getLogger(), RecordLine.of(userRecord, config.maxLineBytes()));
        log.written(1);
      }
    }
    return answer(streamRecords.size());
  }

  private static String answer(int records) {
    return "Successfully processed %d records.".formatted(records);
  }
}
