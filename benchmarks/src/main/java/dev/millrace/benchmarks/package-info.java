/// How fast event source mappings are, and what they cost.
@NullMarked
package dev.millrace.benchmarks;

import org.jspecify.annotations.NullMarked;
