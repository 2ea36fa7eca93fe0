/// What a million records of each pipeline cost on AWS: prices times work that was counted.
@NullMarked
package dev.millrace.benchmarks.cost;

import org.jspecify.annotations.NullMarked;
