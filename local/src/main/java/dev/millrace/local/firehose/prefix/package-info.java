/// Names of delivered objects: prefixes with expressions, and what follows them.
@NullMarked
package dev.millrace.local.firehose.prefix;

import org.jspecify.annotations.NullMarked;
