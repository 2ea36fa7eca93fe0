/// Faults on purpose: which calls, invocations and streams of a stack meet which trouble, and when.
///
/// A `FaultPlan` is a value, what it does to a running stack is in `Faults`. The same plan and the
/// same order of calls give the same faults.
@NullMarked
package dev.millrace.local.faults;

import org.jspecify.annotations.NullMarked;
