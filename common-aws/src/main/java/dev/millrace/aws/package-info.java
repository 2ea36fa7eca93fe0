/// What the AWS clients of all functions share, and a quarantine in S3.
@NullMarked
package dev.millrace.aws;

import org.jspecify.annotations.NullMarked;
