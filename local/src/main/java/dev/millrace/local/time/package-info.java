/// The stack's clock.
@NullMarked
package dev.millrace.local.time;

import org.jspecify.annotations.NullMarked;
