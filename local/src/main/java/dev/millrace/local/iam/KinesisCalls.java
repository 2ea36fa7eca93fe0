package dev.millrace.local.iam;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// What calls of Kinesis ask for.
record KinesisCalls(Arns arns) {

  List<Access> of(Call call) {
    return call.on(
        consumer(call)
            .or(() -> call.firstOf("StreamARN", "ResourceARN"))
            .or(() -> call.text("StreamName").map(this::stream))
            .or(() -> call.text("ShardIterator").flatMap(it -> field(it, 5)).map(this::stream))
            .or(() -> call.text("NextToken").flatMap(it -> field(it, 1)).map(this::stream)));
  }

  /// A consumer that is registered; while it is not, the call is on its stream.
  private static Optional<String> consumer(Call call) {
    if (call.action().equals("RegisterStreamConsumer")) {
      return Optional.empty();
    }
    return call.text("ConsumerARN")
        .or(() ->
            call.text("ConsumerName")
                .flatMap(name ->
                    call.text("StreamARN").map(stream -> stream + "/consumer/" + name + ":*")));
  }

  private String stream(String name) {
    return arns.of("kinesis", "stream/" + name);
  }

  /// A part of what the embedded Kinesis hands out to go on with.
  private static Optional<String> field(String token, int index) {
    try {
      var fields =
          new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8).split("\\|", -1);
      return index < fields.length ? Optional.of(fields[index]) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // nobody handed it out
    }
  }
}
