/// Stream records decoded to values, batch outcomes, batching, back-off and settings.
@NullMarked
package dev.millrace.common;

import org.jspecify.annotations.NullMarked;
