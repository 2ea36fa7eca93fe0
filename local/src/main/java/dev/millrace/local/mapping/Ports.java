package dev.millrace.local.mapping;

import dev.millrace.local.cloudwatch.Metrics;
import dev.millrace.local.lambda.Invoker;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;

/// What a running mapping needs from outside.
record Ports(
    StackClock clock,
    Invoker invoker,
    FailureDestination destination,
    Activity activity,
    Metrics metrics) {}
