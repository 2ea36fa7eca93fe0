/// Inputs written to a stack over the AWS SDK.
@NullMarked
package dev.millrace.cli.feed;

import org.jspecify.annotations.NullMarked;
