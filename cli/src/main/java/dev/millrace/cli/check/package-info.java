/// What came out of a stack, beside what the input says must come out.
@NullMarked
package dev.millrace.cli.check;

import org.jspecify.annotations.NullMarked;
