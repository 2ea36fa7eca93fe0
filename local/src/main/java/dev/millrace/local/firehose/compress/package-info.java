/// Compression of delivered objects.
@NullMarked
package dev.millrace.local.firehose.compress;

import org.jspecify.annotations.NullMarked;
