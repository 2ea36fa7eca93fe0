package dev.millrace.common.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/// The rules that every function's package keeps.
///
/// Only a handler (`…Handler`) and an adapter (a class, not an interface, named `…Sink`), with what
/// is nested in them, know AWS. Only a handler may take time, environment or chance from the
/// machine; everything else is handed to it.
public final class Architecture {

  private static final Set<String> CLOCK_CLASSES =
      Set.of(
          Instant.class.getName(),
          Clock.class.getName(),
          InstantSource.class.getName(),
          "java.time.LocalDate",
          "java.time.LocalDateTime",
          "java.time.LocalTime",
          "java.time.OffsetDateTime",
          "java.time.ZonedDateTime");

  private static final Set<String> SYSTEM_METHODS =
      Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty");

  private static final Set<String> CLOCK_METHODS =
      Set.of("now", "system", "systemUTC", "systemDefaultZone");

  private Architecture() {}

  /// Checks all classes of a package and the packages below it, tests excluded.
  ///
  /// @throws AssertionError if one of them breaks a rule
  public static void check(String packageName) {
    var classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(packageName);
    if (classes.isEmpty()) {
      throw new AssertionError("no classes in package " + packageName);
    }
    check(classes);
  }

  /// Checks these classes.
  public static void check(JavaClasses classes) {
    rules().forEach(rule -> rule.check(classes));
  }

  private static List<ArchRule> rules() {
    return List.of(
        noClasses()
            .that(are("no handler and no sink adapter", c -> !isHandler(c) && !isAdapter(c)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.amazonaws..", "software.amazon..", "dev.millrace.aws..")
            .because("only handlers and sink adapters know AWS")
            .allowEmptyShould(true),
        noClasses()
            .that(are("no handler", c -> !isHandler(c)))
            .should()
            .accessTargetWhere(
                DescribedPredicate.describe(
                    "it is a clock, the environment or a random source", Architecture::isAmbient))
            .because("time, settings and chance are handed to the core")
            .allowEmptyShould(true));
  }

  private static boolean isHandler(JavaClass c) {
    return outermost(c).getSimpleName().endsWith("Handler");
  }

  private static boolean isAdapter(JavaClass c) {
    var outermost = outermost(c);
    return outermost.getSimpleName().endsWith("Sink") && !outermost.isInterface();
  }

  private static boolean isAmbient(JavaAccess<?> access) {
    if (!(access.getTarget() instanceof CodeUnitCallTarget target)) {
      return false;
    }
    var owner = target.getOwner().getName();
    var name = target.getName();
    var bare = target.getRawParameterTypes().isEmpty();
    return (owner.equals("java.lang.System") && SYSTEM_METHODS.contains(name))
        || (CLOCK_CLASSES.contains(owner) && CLOCK_METHODS.contains(name))
        || (owner.equals("java.lang.Math") && name.equals("random"))
        || (owner.equals(UUID.class.getName()) && name.equals("randomUUID"))
        || (owner.equals(Random.class.getName()) && name.equals("<init>") && bare)
        || owner.equals(SecureRandom.class.getName())
        || owner.equals(ThreadLocalRandom.class.getName());
  }

  private static JavaClass outermost(JavaClass c) {
    var at = c;
    while (at.getEnclosingClass().isPresent()) {
      at = at.getEnclosingClass().get();
    }
    return at;
  }

  private static DescribedPredicate<JavaClass> are(String description, Predicate<JavaClass> test) {
    return DescribedPredicate.describe("are " + description, test);
  }
}
