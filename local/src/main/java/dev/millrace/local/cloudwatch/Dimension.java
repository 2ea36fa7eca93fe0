package dev.millrace.local.cloudwatch;

/// A dimension of a metric, as it is on the wire.
record Dimension(String name, String value) {}
