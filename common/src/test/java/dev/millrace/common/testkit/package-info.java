/// What the tests of every function share: a fake Lambda context, event files, architecture rules.
@NullMarked
package dev.millrace.common.testkit;

import org.jspecify.annotations.NullMarked;
