/// A function for tests of the extension.
@NullMarked
package dev.millrace.junit.function;

import org.jspecify.annotations.NullMarked;
