/// The one loopback port: AWS's wire protocols in front of the local services.
@NullMarked
package dev.millrace.local.gateway;

import org.jspecify.annotations.NullMarked;
