package dev.millrace.local.firehose;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A delivery stream at work: its delivery, and what feeds it.
///
/// @param pump null if records are put directly
record Running(DeliveryStream stream, Delivery delivery, @Nullable SourcePump pump) {

  private static final Logger log = LoggerFactory.getLogger(Running.class);

  /// The source is asked first: what it has read is in the delivery before it says that it is idle.
  boolean isIdle() {
    return (pump == null || pump.isIdle()) && delivery.isIdle();
  }

  DeliveryStatus status() {
    return pump == null
        ? delivery.status(0, true)
        : delivery.status(pump.failures(), pump.isCaughtUp());
  }

  DeliveryDetail detail() {
    var settings = stream.settings();
    return new DeliveryDetail(
        status(),
        Optional.ofNullable(stream.source()).map(KinesisSource::kinesisStreamARN),
        settings.objects().bucket(),
        Optional.ofNullable(settings.openSearch()).map(OpenSearchDestination::index));
  }

  /// Takes nothing more and delivers what was taken.
  void drain() {
    if (pump != null) {
      pump.close();
    }
    delivery.flush();
  }

  /// Stops and forgets what was taken but not delivered; nothing arrives any more.
  void drop() {
    if (pump != null) {
      pump.close();
    }
    delivery.close();
    delivery.awaitEnd();
  }

  /// Stops, and says what was taken but not delivered.
  ///
  /// @param kept whether that goes on at the next start
  void close(boolean kept) {
    if (pump != null) {
      pump.close();
    }
    delivery.close();
    var status = status();
    if (status.recordsBuffered() > 0 && !kept) {
      log.atWarn()
          .addKeyValue("deliveryStream", status.name())
          .addKeyValue("records", status.recordsBuffered())
          .addKeyValue("bytes", status.bytesBuffered())
          .log("delivery stream stopped with records that were not delivered");
    }
  }
}
