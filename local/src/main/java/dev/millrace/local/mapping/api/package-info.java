/// The Lambda API's actions for event source mappings.
@NullMarked
package dev.millrace.local.mapping.api;

import org.jspecify.annotations.NullMarked;
