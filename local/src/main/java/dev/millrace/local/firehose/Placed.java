package dev.millrace.local.firehose;

/// A record, and where it goes.
record Placed(Lane lane, FirehoseRecord record) {}
