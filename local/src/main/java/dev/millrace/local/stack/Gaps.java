package dev.millrace.local.stack;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// What a template asks for and this machine does not have, and what becomes of it.
///
/// @param skip what is left out, as if its condition were false: logical ids of resources, and
///   `Function.Event` for single events
/// @param imports values for `Fn::ImportValue` by export name, and for dynamic references such as
///   `{{resolve:ssm:/shop/key}}` by what stands between the braces
/// @param code where the code of functions and layers lies whose template does not say it, by
///   logical id
public record Gaps(Set<String> skip, Map<String, String> imports, Map<String, Path> code) {

  /// Nothing is missing.
  public static final Gaps NONE = new Gaps(Set.of(), Map.of(), Map.of());

  public Gaps {
    skip = Set.copyOf(skip);
    imports = Map.copyOf(imports);
    code = Map.copyOf(code);
  }
}
