/// Dynamic partitioning: records taken apart, and the keys of each.
@NullMarked
package dev.millrace.local.firehose.partition;

import org.jspecify.annotations.NullMarked;
