/// Progress while a run goes on.
@NullMarked
package dev.millrace.cli.live;

import org.jspecify.annotations.NullMarked;
