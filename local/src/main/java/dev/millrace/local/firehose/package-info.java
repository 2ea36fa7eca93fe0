/// Data Firehose: records buffered, processed, and delivered to S3 or OpenSearch.
@NullMarked
package dev.millrace.local.firehose;

import org.jspecify.annotations.NullMarked;
