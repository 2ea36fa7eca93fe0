/// CloudFormation: what there is to read of the stack that runs.
@NullMarked
package dev.millrace.local.cloudformation;

import org.jspecify.annotations.NullMarked;
