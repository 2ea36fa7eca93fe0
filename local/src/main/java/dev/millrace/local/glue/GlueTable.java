package dev.millrace.local.glue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A table, as the API describes it.
///
/// @param versionId counts the versions from 0
public record GlueTable(
    String catalogId,
    String databaseName,
    String name,
    @Nullable String description,
    @Nullable String owner,
    @Nullable String tableType,
    @Nullable Integer retention,
    @Nullable StorageDescriptor storageDescriptor,
    @Nullable List<GlueColumn> partitionKeys,
    @Nullable Map<String, String> parameters,
    Instant createTime,
    Instant updateTime,
    String versionId) {

  /// The columns that rows have besides the partition keys.
  public List<GlueColumn> columns() {
    var columns = storageDescriptor == null ? null : storageDescriptor.columns();
    return columns == null ? List.of() : List.copyOf(columns);
  }
}
