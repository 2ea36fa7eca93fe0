/// Aggregates per key over Lambda's tumbling windows.
@NullMarked
package dev.millrace.window;

import org.jspecify.annotations.NullMarked;
