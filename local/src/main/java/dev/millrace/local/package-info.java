/// The emulator: one machine running what a SAM template describes.
@NullMarked
package dev.millrace.local;

import org.jspecify.annotations.NullMarked;
