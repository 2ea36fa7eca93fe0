package dev.millrace.local.gateway;

import java.util.function.Predicate;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;

/// A part of the gateway's requests that a Jetty handler answers: another protocol, or a proxy.
///
/// A handler that returns false passes the request on to the next route.
///
/// @param matches which requests; must not read the body
/// @param handler answers them, on a virtual thread, so it may block
public record Route(Predicate<Request> matches, Handler handler) {}
