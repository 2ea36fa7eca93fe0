/// OpenSearch, as a process that a stack starts and that ends with it.
@NullMarked
package dev.millrace.opensearch;

import org.jspecify.annotations.NullMarked;
