/// The rules of event source mappings, and which test proves which.
@NullMarked
package dev.millrace.local.rules;

import org.jspecify.annotations.NullMarked;
