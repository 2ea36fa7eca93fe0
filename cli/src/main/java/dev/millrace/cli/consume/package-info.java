/// Records of Kinesis streams as they come in.
@NullMarked
package dev.millrace.cli.consume;

import org.jspecify.annotations.NullMarked;
