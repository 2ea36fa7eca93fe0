/// The directory in which a stack's state outlives the process.
@NullMarked
package dev.millrace.local.data;

import org.jspecify.annotations.NullMarked;
