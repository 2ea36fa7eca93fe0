/// What the parts of a stack have done lately.
@NullMarked
package dev.millrace.cli.stats;

import org.jspecify.annotations.NullMarked;
