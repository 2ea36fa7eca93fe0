package dev.millrace.local.firehose;

import dev.millrace.local.data.DataException;
import dev.millrace.local.data.Journal;
import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps delivery streams in a journal, as the events that happened to them.
///
/// Their states follow from the events, so that the batches after a restart are those of before,
/// under the same keys: an object whose storing was cut off is written again in its own place.
final class FirehoseJournal implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FirehoseJournal.class);

  /// Below that, a file is not written anew while it is in use.
  private static final long SMALL = 64L << 20;

  private final Journal journal;
  private final TreeMap<Long, KeptStream> streams = new TreeMap<>();
  private final Map<Long, DeliveryState.Rules> rules = new HashMap<>();
  private long nextSerial;
  private long lookAt = SMALL;

  /// The streams of which the file does not know the latest state.
  private final Set<Long> stale = new HashSet<>();

  private FirehoseJournal(Path file) {
    this.journal = Journal.open(file, entry -> read(file, entry));
    journal.replace(entries -> {
      entries.accept(serialEntry());
      streams.values().forEach(stream -> entries.accept(stateEntry(stream)));
    });
  }

  /// Opens a journal, or makes it.
  ///
  /// @throws DataException if it cannot be read
  static FirehoseJournal open(Path file) {
    return new FirehoseJournal(file);
  }

  /// Every delivery stream that is kept, with those that were deleted and are not empty yet.
  synchronized List<KeptStream> streams() {
    return List.copyOf(streams.values());
  }

  /// The serial number that the next delivery stream gets.
  synchronized long nextSerial() {
    return nextSerial;
  }

  /// Keeps a new delivery stream.
  ///
  /// @throws AwsException if it cannot be kept
  synchronized DeliveryStore created(KeptStream.Document document) {
    var stream = KeptStream.of(document);
    append(stateEntry(stream));
    put(stream);
    return store(document.serial());
  }

  /// Where a delivery stream that is kept keeps its events.
  DeliveryStore store(long serial) {
    return (event, now, after, place) -> happens(serial, event, now, after, place);
  }

  /// Keeps that a delivery stream takes nothing more.
  ///
  /// @throws AwsException if it cannot be kept
  synchronized void deleted(long serial) {
    var stream = streams.get(serial);
    if (stream != null) {
      append(stateEntry(stream.asDeleted()));
      put(stream.asDeleted());
    }
  }

  /// Keeps other settings or tags of a delivery stream.
  ///
  /// @throws AwsException if they cannot be kept
  synchronized void changed(DeliveryStream to) {
    var stream = streams.get(to.serial());
    if (stream != null) {
      var changed = stream.with(to.document(stream.document().position()));
      append(stateEntry(changed));
      put(changed);
      rules.remove(to.serial());
    }
  }

  private synchronized void happens(
      long serial,
      DeliveryEvent event,
      Instant now,
      DeliveryState after,
      SourcePosition.@Nullable Place place) {
    var stream = streams.get(serial);
    if (stream == null) {
      return; // deleted and empty
    }
    var more = event instanceof DeliveryEvent.Arrived(var records) ? records.size() : 0;
    var next = stream.with(after, more, place);
    if (event instanceof DeliveryEvent.Arrived) {
      append(entry(stream, event, now, next, place));
    } else {
      tryToAppend(entry(stream, event, now, next, place), next);
    }
    put(next);
    if (journal.bytes() > lookAt) {
      tidy();
    }
  }

  private byte[] entry(
      KeptStream stream,
      DeliveryEvent event,
      Instant now,
      KeptStream next,
      SourcePosition.@Nullable Place place) {
    return stale.contains(stream.serial())
        ? stateEntry(next)
        : FirehoseEntries.write(
            out -> FirehoseEntries.writeEvent(out, stream.serial(), event, now, place));
  }

  /// What is not acknowledged to anybody happens even if it cannot be kept: after a kill it would
  /// happen again, with the same effect.
  private void tryToAppend(byte[] entry, KeptStream next) {
    try {
      journal.append(entry);
      stale.remove(next.serial());
    } catch (DataException e) {
      stale.add(next.serial());
      log.atWarn()
          .addKeyValue("deliveryStream", next.document().request().deliveryStreamName())
          .addKeyValue("cause", e.getMessage())
          .log("a delivery could not be noted; it would be repeated after a restart");
    }
  }

  private void append(byte[] entry) {
    try {
      journal.append(entry);
    } catch (DataException e) {
      throw new AwsException(AwsError.INTERNAL_FAILURE, String.valueOf(e.getMessage()));
    }
  }

  private void put(KeptStream stream) {
    nextSerial = Math.max(nextSerial, stream.serial() + 1);
    if (stream.deleted() && stream.state().isEmpty()) {
      streams.remove(stream.serial());
    } else {
      streams.put(stream.serial(), stream);
    }
  }

  private void tidy() {
    var useful = streams.values().stream().mapToLong(stream -> stream.state().bytes()).sum();
    if (journal.bytes() > 2 * useful) {
      try {
        journal.replace(entries -> {
          entries.accept(serialEntry());
          streams.values().forEach(stream -> entries.accept(stateEntry(stream)));
        });
        stale.clear();
      } catch (DataException e) {
        // the file is as good as before, and longer than it need be
        log.atWarn().setCause(e).log("journal of the delivery streams could not be made shorter");
      }
    }
    lookAt = Math.max(SMALL, 2 * Math.max(useful, journal.bytes()));
  }

  private byte[] serialEntry() {
    return FirehoseEntries.write(out -> {
      out.writeByte(FirehoseEntries.SERIAL);
      out.writeLong(nextSerial);
    });
  }

  private static byte[] stateEntry(KeptStream stream) {
    return FirehoseEntries.write(out -> FirehoseEntries.writeState(out, stream));
  }

  // ---- reading

  private void read(Path file, byte[] entry) {
    try (var in = new DataInputStream(new ByteArrayInputStream(entry))) {
      int kind = in.readByte();
      switch (kind) {
        case FirehoseEntries.SERIAL -> nextSerial = in.readLong();
        case FirehoseEntries.STATE -> {
          var stream = FirehoseEntries.readState(in);
          put(stream);
          rules.remove(stream.serial());
        }
        case FirehoseEntries.EVENT -> replay(in);
        default -> throw new IOException("unknown kind of entry " + kind);
      }
    } catch (IOException | RuntimeException e) {
      throw new DataException(file + " holds an entry that cannot be read: " + e, e);
    }
  }

  private void replay(DataInputStream in) throws IOException {
    var stream = streams.get(in.readLong());
    if (stream == null) {
      throw new IOException("an event of a delivery stream that is not there");
    }
    var now = FirehoseEntries.readInstant(in);
    var event = FirehoseEntries.readEvent(in);
    var place = FirehoseEntries.readPlace(in);
    var more = event instanceof DeliveryEvent.Arrived(var records) ? records.size() : 0;
    var after = stream.state().step(rules(stream), event, now).state();
    put(stream.with(after, more, place));
  }

  private DeliveryState.Rules rules(KeptStream stream) {
    return rules.computeIfAbsent(stream.serial(), _ -> stream.rules());
  }

  @Override
  public void close() {
    journal.close();
  }
}
