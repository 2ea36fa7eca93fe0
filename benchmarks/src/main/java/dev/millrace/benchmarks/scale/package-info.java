/// How the pipelines behave at rates that no single machine can feed: event source mappings in
/// virtual time under the quotas of AWS, beside closed formulas.
@NullMarked
package dev.millrace.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
