/// OpenSearch domains: one node for all of them, in a process of its own.
@NullMarked
package dev.millrace.local.opensearch;

import org.jspecify.annotations.NullMarked;
