package dev.millrace.local.mapping;

import java.util.List;

/// A mapping with all that can be seen of it.
///
/// @param lanes by shard; none if the mapping is disabled
public record MappingDetail(MappingConfig config, MappingStatus status, List<LaneStatus> lanes) {}
