/// The same calls to our Kinesis and to somebody else's.
@NullMarked
package dev.millrace.clients.difference;

import org.jspecify.annotations.NullMarked;
