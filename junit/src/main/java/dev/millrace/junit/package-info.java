/// JUnit Jupiter extension: a running stack for tests of stream pipelines, see [Stack].
///
/// `Stack` has the name of what users write on their test classes; the stack itself, which they
/// need not know, is `dev.millrace.local.stack.Stack`, and tests get a [RunningStack] of it.
@NullMarked
package dev.millrace.junit;

import org.jspecify.annotations.NullMarked;
