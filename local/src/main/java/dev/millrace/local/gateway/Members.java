package dev.millrace.local.gateway;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The members of request records: which are required, and how errors name them.
final class Members {

  /// A component that must be there, and what it may hold.
  private record Member(String name, Method accessor, boolean required) {}

  private record Probe(@Nullable String optional) {}

  private static final ClassValue<List<Member>> MEMBERS =
      new ClassValue<>() {
        @Override
        protected List<Member> computeValue(Class<?> type) {
          return Stream.of(type.getRecordComponents())
              .map(component -> {
                component.getAccessor().setAccessible(true);
                return new Member(
                    component.getName(),
                    component.getAccessor(),
                    !component.getAnnotatedType().isAnnotationPresent(Nullable.class));
              })
              .toList();
        }
      };

  static {
    // without JSpecify's classes the annotation vanishes, and every member would be required
    if (MEMBERS.get(Probe.class).getFirst().required()) {
      throw new IllegalStateException("org.jspecify:jspecify is missing on the class path");
    }
  }

  private Members() {}

  /// Checks that every member not marked `@Nullable` is there, at any depth.
  ///
  /// @throws AwsException naming the first one that is missing
  static void requireAll(Object request) {
    check(request, "");
  }

  /// A path as AWS writes it in errors: `records.3.member.data`, counted from 1.
  static String path(List<JacksonException.Reference> path) {
    return path.stream()
        .map(step ->
            step.getPropertyName() == null
                ? element(step.getIndex())
                : lowerFirst(step.getPropertyName()))
        .collect(Collectors.joining("."));
  }

  /// The refusal of a value outside an enum.
  static AwsException notIn(Class<?> type, @Nullable Object value, String path) {
    return new AwsException(
        AwsError.VALIDATION,
        ("1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: "
                + "Member must satisfy enum value set: %s")
            .formatted(value, path, Arrays.toString(type.getEnumConstants())));
  }

  private static void check(Object value, String path) {
    switch (value) {
      case Record structure ->
          MEMBERS
              .get(structure.getClass())
              .forEach(
                  member -> checkMember(get(member, structure), member, join(path, member.name())));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          checkPresent(list.get(i), join(path, element(i)));
        }
      }
      case Map<?, ?> map ->
          map.forEach((key, item) -> checkPresent(item, join(path, key + ".member")));
      default -> {}
    }
  }

  private static void checkMember(@Nullable Object value, Member member, String path) {
    if (value != null || member.required()) {
      checkPresent(value, path);
    }
  }

  private static void checkPresent(@Nullable Object value, String path) {
    if (value == null) {
      throw new AwsException(
          AwsError.VALIDATION,
          ("1 validation error detected: Value null at '%s' failed to satisfy constraint: "
                  + "Member must not be null")
              .formatted(path));
    }
    check(value, path);
  }

  private static @Nullable Object get(Member member, Record structure) {
    try {
      return member.accessor().invoke(structure);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read member " + member.name(), e);
    }
  }

  private static String join(String path, String step) {
    return path.isEmpty() ? step : path + "." + step;
  }

  private static String element(int index) {
    return (index + 1) + ".member";
  }

  private static String lowerFirst(String name) {
    return name.isEmpty()
        ? name
        : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
