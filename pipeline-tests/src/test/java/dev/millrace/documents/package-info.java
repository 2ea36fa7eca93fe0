/// What the repository says about itself: its pages, pictures and metadata, beside its code.
@NullMarked
package dev.millrace.documents;

import org.jspecify.annotations.NullMarked;
