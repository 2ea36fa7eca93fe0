/// What a run is fed with: files read line by line, or inputs made from a seed.
@NullMarked
package dev.millrace.cli.input;

import org.jspecify.annotations.NullMarked;
