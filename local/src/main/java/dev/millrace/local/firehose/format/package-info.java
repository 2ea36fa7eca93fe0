/// Record format conversion: JSON records become one Parquet or ORC file.
@NullMarked
package dev.millrace.local.firehose.format;

import org.jspecify.annotations.NullMarked;
