/// Prepares functions for images that start as fast as a JVM can.
@NullMarked
package dev.millrace.image;

import org.jspecify.annotations.NullMarked;
