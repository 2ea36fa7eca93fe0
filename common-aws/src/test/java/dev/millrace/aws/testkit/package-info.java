/// What the tests of functions that quarantine share.
@NullMarked
package dev.millrace.aws.testkit;

import org.jspecify.annotations.NullMarked;
