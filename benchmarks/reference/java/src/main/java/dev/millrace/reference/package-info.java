/// Millrace's functions as a workshop would write them: AWS's types for events, AWS's clients as
/// they come, and a call for each record.
@NullMarked
package dev.millrace.reference;

import org.jspecify.annotations.NullMarked;
