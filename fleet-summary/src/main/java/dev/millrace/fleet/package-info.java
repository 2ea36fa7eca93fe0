/// Per unicorn and minute, what its readings of that minute come to.
@NullMarked
package dev.millrace.fleet;

import org.jspecify.annotations.NullMarked;
