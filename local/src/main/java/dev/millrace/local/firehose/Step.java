package dev.millrace.local.firehose;

/// What an action makes of a state.
record Step<O>(FirehoseState state, O output) {}
