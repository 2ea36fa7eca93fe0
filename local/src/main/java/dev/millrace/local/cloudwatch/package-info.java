/// CloudWatch metrics: what services, functions and callers measure, by the minute.
@NullMarked
package dev.millrace.local.cloudwatch;

import org.jspecify.annotations.NullMarked;
