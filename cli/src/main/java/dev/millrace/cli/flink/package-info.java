/// The Flink job beside a stack.
@NullMarked
package dev.millrace.cli.flink;

import org.jspecify.annotations.NullMarked;
