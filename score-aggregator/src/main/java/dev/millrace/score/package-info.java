/// Running totals per user from the change stream of a score table.
@NullMarked
package dev.millrace.score;

import org.jspecify.annotations.NullMarked;
