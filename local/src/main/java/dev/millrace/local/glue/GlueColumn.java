package dev.millrace.local.glue;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A column of a table.
///
/// @param type as Hive spells it, such as `array<int>`
public record GlueColumn(
    String name,
    @Nullable String type,
    @Nullable String comment,
    @Nullable Map<String, String> parameters) {}
