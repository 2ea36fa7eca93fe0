package dev.millrace.window;

/// A JSON field that every message must carry as a number, and the total it goes into.
record Measure(String field, Target target) {}
