package dev.millrace.local.mapping;

import dev.millrace.local.cloudwatch.Metrics;
import dev.millrace.local.lambda.Invoker;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.util.function.Predicate;

/// What a running mapping needs from outside.
///
/// @param forgets whether a batch that a function, by name, has processed is forgotten on purpose
record Ports(
    StackClock clock,
    Invoker invoker,
    FailureDestination destination,
    Activity activity,
    Metrics metrics,
    Predicate<String> forgets) {}
