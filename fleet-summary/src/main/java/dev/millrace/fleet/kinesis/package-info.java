/// Kinesis streams as source and sink of a Flink job.
@NullMarked
package dev.millrace.fleet.kinesis;

import org.jspecify.annotations.NullMarked;
