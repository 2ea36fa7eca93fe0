/// Functions of the stack that is looked at.
@NullMarked
package dev.millrace.cli.dashboard.handlers;

import org.jspecify.annotations.NullMarked;
