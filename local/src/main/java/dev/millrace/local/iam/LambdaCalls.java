package dev.millrace.local.iam;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What calls of Lambda ask for.
record LambdaCalls(Arns arns) {

  private static final Pattern FUNCTION =
      Pattern.compile("/2015-03-31/functions/(?:[^/]*:function:)?([^/:]+)(?::([^/]+))?(/.*)?");

  private static final Pattern MAPPING =
      Pattern.compile("/2015-03-31/event-source-mappings(?:/([^/]*))?/?");

  /// What a call asks for; nothing if it is not known here.
  List<Access> of(HttpCall call) {
    if (call.path().matches("/2015-03-31/functions/?") && call.method().equals("GET")) {
      return List.of(Access.to("lambda:ListFunctions", "*"));
    }
    var mapping = MAPPING.matcher(call.path());
    if (mapping.matches()) {
      return mapping(call.method(), Optional.ofNullable(mapping.group(1)).orElse(""));
    }
    var function = FUNCTION.matcher(call.path());
    if (!function.matches()) {
      return List.of();
    }
    var qualifier = Optional.ofNullable(function.group(2)).or(() -> qualifier(call));
    var name = function.group(1) + qualifier.map(it -> ":" + it).orElse("");
    var rest = Optional.ofNullable(function.group(3)).orElse("");
    return on(call.method() + " " + rest, arns.of("lambda", "function:" + name));
  }

  private static Optional<String> qualifier(HttpCall call) {
    return Optional.ofNullable(call.query().get("Qualifier"));
  }

  private static List<Access> on(String asked, String arn) {
    return switch (asked) {
      case "POST /invocations" -> List.of(Access.to("lambda:InvokeFunction", arn));
      case "GET " -> List.of(Access.to("lambda:GetFunction", arn));
      case "GET /configuration" -> List.of(Access.to("lambda:GetFunctionConfiguration", arn));
      default -> List.of();
    };
  }

  private List<Access> mapping(String method, String uuid) {
    if (uuid.isEmpty()) {
      return switch (method) {
        case "GET" -> List.of(Access.to("lambda:ListEventSourceMappings", "*"));
        case "POST" -> List.of(Access.to("lambda:CreateEventSourceMapping", "*"));
        default -> List.of();
      };
    }
    var arn = arns.of("lambda", "event-source-mapping:" + uuid);
    return switch (method) {
      case "GET" -> List.of(Access.to("lambda:GetEventSourceMapping", arn));
      case "PUT" -> List.of(Access.to("lambda:UpdateEventSourceMapping", arn));
      case "DELETE" -> List.of(Access.to("lambda:DeleteEventSourceMapping", arn));
      default -> List.of();
    };
  }
}
