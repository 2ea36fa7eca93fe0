/// The AWS services of a running stack, reached over the SDK.
@NullMarked
package dev.millrace.cli.aws;

import org.jspecify.annotations.NullMarked;
