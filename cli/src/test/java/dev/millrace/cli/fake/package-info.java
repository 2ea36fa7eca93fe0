/// Services in memory, which do as little as a run needs.
@NullMarked
package dev.millrace.cli.fake;

import org.jspecify.annotations.NullMarked;
