/// Transformation of records by a Lambda function: the event, the answer, and the failures.
@NullMarked
package dev.millrace.local.firehose.transform;

import org.jspecify.annotations.NullMarked;
