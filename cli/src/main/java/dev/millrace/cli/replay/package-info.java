/// Failure messages, and what is sent again because of them.
@NullMarked
package dev.millrace.cli.replay;

import org.jspecify.annotations.NullMarked;
