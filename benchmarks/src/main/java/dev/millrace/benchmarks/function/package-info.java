/// The functions that are called while something is measured.
@NullMarked
package dev.millrace.benchmarks.function;

import org.jspecify.annotations.NullMarked;
