/// What the pipelines of `template.yaml` promise, on every place where they can be deployed.
@NullMarked
package dev.millrace.pipelines;

import org.jspecify.annotations.NullMarked;
