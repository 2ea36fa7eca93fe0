/// The pages of a stack as a person sees and uses them.
@NullMarked
package dev.millrace.browser;

import org.jspecify.annotations.NullMarked;
