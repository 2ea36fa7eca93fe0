/// What a stack looks like while it works, for a browser: pages, and the small API behind them.
@NullMarked
package dev.millrace.cli.dashboard;

import org.jspecify.annotations.NullMarked;
