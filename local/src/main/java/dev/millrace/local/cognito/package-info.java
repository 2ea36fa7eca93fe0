/// Cognito's identity pools: credentials for anybody.
@NullMarked
package dev.millrace.local.cognito;

import org.jspecify.annotations.NullMarked;
