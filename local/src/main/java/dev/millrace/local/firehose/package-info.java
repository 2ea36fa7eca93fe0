/// Data Firehose: records buffered and delivered to S3.
@NullMarked
package dev.millrace.local.firehose;

import org.jspecify.annotations.NullMarked;
