/// Other people's clients against the embedded stack.
@NullMarked
package dev.millrace.clients;

import org.jspecify.annotations.NullMarked;
