package dev.millrace.local.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/// The tests that prove rules.
///
/// @param all every annotated method, ordered by class and name
record Proofs(List<Method> all) {

  private static final String CLASS_FILE = ".class";

  /// Those of some classes.
  static Proofs in(Collection<Class<?>> classes) {
    return new Proofs(
        classes.stream()
            .flatMap(type -> Stream.of(type.getDeclaredMethods()))
            .filter(method -> method.isAnnotationPresent(Proves.class))
            .sorted(
                Comparator.comparing((Method method) -> method.getDeclaringClass().getSimpleName())
                    .thenComparing(Method::getName))
            .toList());
  }

  /// Every class in the same folder of compiled classes as this one, except this one and what is
  /// nested in it.
  static List<Class<?>> compiledWith(Class<?> test) {
    try {
      var root = Path.of(test.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (var files = Files.walk(root)) {
        return files
            .map(file -> root.relativize(file).toString())
            .filter(file -> file.endsWith(CLASS_FILE) && !file.endsWith("-info.class"))
            .map(file -> file.substring(0, file.length() - CLASS_FILE.length()))
            .map(file -> file.replace(root.getFileSystem().getSeparator(), "."))
            .filter(name -> !name.equals(test.getName()) && !name.startsWith(test.getName() + "$"))
            .<Class<?>>map(name -> load(name, test.getClassLoader()))
            .toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  List<Method> of(Rule rule) {
    return all.stream().filter(method -> List.of(rules(method)).contains(rule)).toList();
  }

  private static Rule[] rules(Method method) {
    return Objects.requireNonNull(method.getAnnotation(Proves.class)).value();
  }

  /// What is wrong: rules that nothing proves, and methods that prove nothing because they do not
  /// run.
  List<String> problems() {
    var problems = new ArrayList<String>();
    var proven = EnumSet.noneOf(Rule.class);
    for (var method : all) {
      var rules = List.of(rules(method));
      var name = method.getDeclaringClass().getName() + "." + method.getName();
      if (rules.isEmpty()) {
        problems.add(name + " is annotated with @Proves, but names no rule");
      }
      if (!isTest(method)) {
        problems.add(name + " is annotated with @Proves, but is no test");
      } else if (isSwitchedOff(method)) {
        problems.add(name + " is annotated with @Proves, but may not run");
      } else {
        proven.addAll(rules);
      }
    }
    for (var rule : EnumSet.complementOf(proven)) {
      problems.add("no test is annotated with @Proves(Rule." + rule + ")");
    }
    return problems;
  }

  private static boolean isTest(Method method) {
    return AnnotationSupport.isAnnotated(method, Testable.class)
        && !Modifier.isPrivate(method.getModifiers())
        && !Modifier.isStatic(method.getModifiers())
        && !Modifier.isAbstract(method.getDeclaringClass().getModifiers())
        && outermost(method.getDeclaringClass()).getSimpleName().endsWith("Test");
  }

  /// Whether the method or a class around it or above it has a condition.
  private static boolean isSwitchedOff(Method method) {
    var off = isCondition(method.getAnnotations());
    for (Class<?> outer = method.getDeclaringClass();
        outer != null;
        outer = outer.getEnclosingClass()) {
      for (Class<?> type = outer; type != null; type = type.getSuperclass()) {
        off |= isCondition(type.getAnnotations());
      }
    }
    return off;
  }

  /// `Disabled`, and everything like `DisabledOnOs` and `EnabledIfSystemProperty`.
  private static boolean isCondition(Annotation[] annotations) {
    return Stream.of(annotations)
        .map(annotation -> annotation.annotationType().getName())
        .anyMatch(name ->
            name.startsWith("org.junit.jupiter.api.")
                && name.matches(".*\\.(Disabled|Enabled)[A-Za-z]*"));
  }

  static Class<?> outermost(Class<?> type) {
    var outer = type;
    while (outer.getEnclosingClass() != null) {
      outer = outer.getEnclosingClass();
    }
    return outer;
  }
}
