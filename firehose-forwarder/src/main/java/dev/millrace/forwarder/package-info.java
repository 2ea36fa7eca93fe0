/// Trips from Kinesis forwarded to Firehose.
@NullMarked
package dev.millrace.forwarder;

import org.jspecify.annotations.NullMarked;
