/// Kinesis Data Streams.
@NullMarked
package dev.millrace.local.kinesis;

import org.jspecify.annotations.NullMarked;
