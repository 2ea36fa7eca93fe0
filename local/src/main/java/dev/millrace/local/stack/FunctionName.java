package dev.millrace.local.stack;

import java.util.Optional;
import java.util.regex.Pattern;

/// A function as other resources name it: by its name, its ARN, or a part of that.
///
/// @param alias or version
record FunctionName(String name, Optional<String> alias) {

  private static final Pattern FORMS =
      Pattern.compile(
          "(?:(?:arn:[\\w-]+:lambda:[\\w-]+:)?\\d{12}:function:|function:)?([\\w-]+)(?::([\\w$-]+))?");

  /// @throws TemplateException if the property does not name a function
  static FunctionName parse(Properties properties, String property) {
    var text = properties.requiredText(property);
    var parts = FORMS.matcher(text);
    if (!parts.matches()) {
      throw properties.wrong(property, "a function's name or ARN", text);
    }
    return new FunctionName(parts.group(1), Optional.ofNullable(parts.group(2)));
  }

  /// Its ARN, with the alias if there is one.
  String arn(ResourceType.Context context) {
    var qualified = alias.map(each -> name + ":" + each).orElse(name);
    return context.arn("lambda", "function:" + qualified);
  }
}
