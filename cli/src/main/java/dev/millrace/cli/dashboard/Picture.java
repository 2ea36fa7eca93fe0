package dev.millrace.cli.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Everything in a stack that records go through, and how they go.
///
/// @param stack its name
/// @param time the stack's time
record Picture(String stack, Instant time, List<Node> nodes, List<Edge> edges) {

  /// One thing in the stack.
  ///
  /// @param id its kind and what tells it from others of the kind, such as `stream:wildrydes`
  /// @param facts what is to be seen at a glance, a number or a text by its label
  /// @param parts what it consists of, such as the shards of a stream
  record Node(String id, Kind kind, String name, Map<String, Object> facts, List<Part> parts) {}

  enum Kind {
    TABLE,
    // before STREAM, for it is a stream, too
    DELIVERY,
    STREAM,
    MAPPING,
    FUNCTION,
    BUCKET,
    INDEX,
    QUEUE,
    TOPIC;

    String id(String name) {
      return name().toLowerCase(Locale.ROOT) + ':' + name;
    }
  }

  record Part(String name, Map<String, Object> facts) {}

  /// Where records go.
  record Edge(String from, String to, Way way) {}

  enum Way {
    /// They go on by themselves.
    FLOW,
    /// A function was told of it by an environment variable.
    USE,
    /// They go there when they are given up.
    FAILURE
  }
}
