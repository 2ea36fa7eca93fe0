package dev.millrace.local.glue;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where and how a table's rows are stored, as it is on the wire.
public record StorageDescriptor(
    @Nullable List<GlueColumn> columns,
    @Nullable String location,
    @Nullable String inputFormat,
    @Nullable String outputFormat,
    @Nullable Boolean compressed,
    @Nullable Integer numberOfBuckets,
    @Nullable SerDeInfo serdeInfo,
    @Nullable List<String> bucketColumns,
    @Nullable List<SortColumn> sortColumns,
    @Nullable Map<String, String> parameters,
    @Nullable Boolean storedAsSubDirectories) {

  /// What reads and writes the rows.
  public record SerDeInfo(
      @Nullable String name,
      @Nullable String serializationLibrary,
      @Nullable Map<String, String> parameters) {}

  /// A column by which rows are sorted.
  ///
  /// @param sortOrder 1 if ascending, 0 if not
  public record SortColumn(String column, int sortOrder) {}
}
