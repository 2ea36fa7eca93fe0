/// The part of the in-process runtime that is loaded once more for every function, by its own class
/// loader.
@NullMarked
package dev.millrace.local.lambda.inside;

import org.jspecify.annotations.NullMarked;
