package dev.millrace.local.iam;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A statement of a policy: which actions on which resources under which conditions it is about.
///
/// @param allows whether it allows them; otherwise it denies them
record Statement(
    boolean allows, Selection actions, Selection resources, List<Condition> conditions) {

  private static final Set<String> ELEMENTS =
      Set.of("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition");

  private static final Pattern ACTION = Pattern.compile("\\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+");
  private static final Pattern RESOURCE =
      Pattern.compile("\\*|arn:[^:]+:[^:]+:[^:]*:[^:]*:.+", Pattern.DOTALL);

  /// The texts that one of some patterns matches, or that none does.
  record Selection(List<Wildcard> patterns, boolean others) {

    boolean has(String text) {
      return patterns.stream().anyMatch(pattern -> pattern.matches(text)) != others;
    }
  }

  static Statement of(Element statement) {
    for (var name : List.of("Principal", "NotPrincipal")) {
      if (statement.has(name)) {
        throw PolicyException.of(
            statement.path(name),
            "must not be in the policy of an identity",
            statement.value(name));
      }
    }
    statement.refuseOthers(ELEMENTS);
    var actions = selection(statement, "Action", ACTION, "must be * or service:Action");
    return new Statement(
        allows(statement),
        new Selection(
            actions.patterns().stream().map(Wildcard::lowerCase).toList(), actions.others()),
        selection(statement, "Resource", RESOURCE, "must be * or an ARN"),
        Condition.allOf(statement));
  }

  boolean isAbout(Access access) {
    return actions.has(access.action().toLowerCase(Locale.ROOT))
        && resources.has(access.resource())
        && conditions.stream().allMatch(condition -> condition.holds(access.context()));
  }

  private static boolean allows(Element statement) {
    var effect = statement.text("Effect").orElse("missing");
    return switch (effect) {
      case "Allow" -> true;
      case "Deny" -> false;
      default ->
          throw PolicyException.of(statement.path("Effect"), "must be Allow or Deny", effect);
    };
  }

  /// An element or its opposite, one of which must be there.
  private static Selection selection(Element statement, String name, Pattern form, String rule) {
    var opposite = "Not" + name;
    var others = statement.has(opposite);
    if (others && statement.has(name)) {
      throw PolicyException.of(
          statement.path(), "must have %s or %s".formatted(name, opposite), "both");
    }
    var given = others ? opposite : name;
    var patterns = statement.texts(given);
    for (var pattern : patterns) {
      if (pattern.contains("${")) {
        throw PolicyException.of(
            statement.path(given),
            "must be without policy variables, they are not supported",
            pattern);
      }
      if (!form.matcher(pattern).matches()) {
        throw PolicyException.of(statement.path(given), rule, pattern);
      }
    }
    return new Selection(patterns.stream().map(Wildcard::new).toList(), others);
  }
}
