package dev.millrace.cli.replay;

import dev.millrace.common.Json;
import dev.millrace.local.mapping.FailedBatch;
import dev.millrace.local.mapping.FailedRecords.Found;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of one failure message, as far as it went.
public final class Replayed {

  private final String place;
  private @Nullable FailedBatch batch;
  private List<Found> records = List.of();
  private @Nullable String taken;
  private boolean removed;
  private @Nullable String failure;

  Replayed(String place) {
    this.place = place;
  }

  void standsFor(FailedBatch given) {
    batch = given;
  }

  void has(List<Found> found) {
    records = found;
  }

  void taken(String by) {
    taken = by;
  }

  void removed() {
    removed = true;
  }

  void failed(String why) {
    failure = why;
  }

  /// It in words, a record to a line.
  List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(place);
    if (batch != null) {
      lines.add(
          "  %s gave up %d of %s, %s: %s"
              .formatted(
                  batch.functionName(),
                  batch.size(),
                  batch.streamArn(),
                  batch.shardId(),
                  batch.condition()));
    }
    records.forEach(record -> lines.add("  " + Json.write(RecordFields.of(record))));
    if (taken != null) {
      lines.add("  taken by " + taken);
    }
    if (removed) {
      lines.add("  removed");
    }
    if (failure != null) {
      lines.add("  failed: " + failure);
    }
    return lines;
  }

  /// It as one JSON object.
  String json() {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("message", place);
    if (batch != null) {
      fields.put("function", batch.functionName());
      fields.put("stream", batch.streamArn());
      fields.put("shardId", batch.shardId());
      fields.put("condition", batch.condition());
      fields.put("batchSize", batch.size());
    }
    fields.put("records", records.stream().map(RecordFields::of).toList());
    if (taken != null) {
      fields.put("takenBy", taken);
    }
    fields.put("removed", removed);
    if (failure != null) {
      fields.put("failure", failure);
    }
    return Json.write(fields);
  }
}
