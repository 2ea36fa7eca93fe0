/// Lambda handlers for tests; they run apart from them, in both modes.
@NullMarked
package dev.millrace.local.lambda.handlers;

import org.jspecify.annotations.NullMarked;
