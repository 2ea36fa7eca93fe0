/// Event source mappings: streams read as a client, batches invoked, failures resolved.
@NullMarked
package dev.millrace.local.mapping;

import org.jspecify.annotations.NullMarked;
