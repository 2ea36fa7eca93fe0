/// SNS: topics that fan out to SQS queues.
@NullMarked
package dev.millrace.local.sns;

import org.jspecify.annotations.NullMarked;
