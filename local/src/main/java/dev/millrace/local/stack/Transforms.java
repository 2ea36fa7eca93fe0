package dev.millrace.local.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The template's `Transform` section.
///
/// @param extended whether it names `AWS::LanguageExtensions`
/// @param includes its uses of `AWS::Include`
record Transforms(boolean extended, List<Object> includes) {

  private static final String SAM = "AWS::Serverless-2016-10-31";
  private static final String EXTENSIONS = "AWS::LanguageExtensions";

  /// @throws TemplateException if it names another macro
  static Transforms of(Map<String, Object> tree) {
    var section = tree.getOrDefault("Transform", List.of());
    var extended = false;
    var includes = new ArrayList<>();
    for (var transform : section instanceof List<?> list ? list : List.of(section)) {
      switch (transform) {
        case String name when name.equals(SAM) -> {}
        case String name when name.equals(EXTENSIONS) -> extended = true;
        case Map<?, ?> macro -> includes.add(macro);
        default ->
            throw new TemplateException(
                "Transform must be %s, %s or AWS::Include, was %s"
                    .formatted(SAM, EXTENSIONS, transform));
      }
    }
    return new Transforms(extended, List.copyOf(includes));
  }

  /// The tree with the sections of included files, whose entries come after its own.
  Map<String, Object> include(Macros macros, Map<String, Object> tree) {
    var result = new LinkedHashMap<>(tree);
    for (var macro : includes) {
      macros
          .included(macro, "Transform")
          .forEach((section, more) -> result.merge(section, more, Globals::combine));
    }
    return result;
  }
}
