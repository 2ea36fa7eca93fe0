/// Functions that tests run in a stack.
@NullMarked
package dev.millrace.local.stack.handlers;

import org.jspecify.annotations.NullMarked;
