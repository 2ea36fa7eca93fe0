/// How records are shown.
@NullMarked
package dev.millrace.cli.text;

import org.jspecify.annotations.NullMarked;
