/// Glue's data catalog: databases and tables, whose columns others read.
@NullMarked
package dev.millrace.local.glue;

import org.jspecify.annotations.NullMarked;
