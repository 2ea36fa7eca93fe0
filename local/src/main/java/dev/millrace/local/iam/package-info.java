/// IAM: policies of roles, and which calls they allow.
///
/// Policies and their evaluation are values; `Authorization` asks them about the calls that come
/// through a gateway.
@NullMarked
package dev.millrace.local.iam;

import org.jspecify.annotations.NullMarked;
