/// Lambda: functions in processes or in this JVM, the Runtime API, invocation and logs.
@NullMarked
package dev.millrace.local.lambda;

import org.jspecify.annotations.NullMarked;
