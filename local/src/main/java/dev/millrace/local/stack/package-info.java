/// A SAM template resolved, its resources created and its pipelines started.
@NullMarked
package dev.millrace.local.stack;

import org.jspecify.annotations.NullMarked;
