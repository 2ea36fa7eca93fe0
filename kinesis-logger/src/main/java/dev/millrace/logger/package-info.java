/// Kinesis records as structured log lines.
@NullMarked
package dev.millrace.logger;

import org.jspecify.annotations.NullMarked;
