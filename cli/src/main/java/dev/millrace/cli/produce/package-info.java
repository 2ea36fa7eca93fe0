/// Records that go into a running pipeline at a steady rate.
@NullMarked
package dev.millrace.cli.produce;

import org.jspecify.annotations.NullMarked;
