package dev.millrace.local.glue;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A database, as the API describes it.
public record GlueDatabase(
    String catalogId,
    String name,
    @Nullable String description,
    @Nullable String locationUri,
    @Nullable Map<String, String> parameters,
    Instant createTime) {}
