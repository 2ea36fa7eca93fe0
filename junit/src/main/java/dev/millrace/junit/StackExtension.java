package dev.millrace.junit;

import java.lang.reflect.Field;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;

/// Starts, hands out, takes back and closes the stacks of classes with [Stack].
final class StackExtension
    implements BeforeAllCallback, BeforeEachCallback, ParameterResolver, TestInstancePostProcessor {

  private static final Namespace NAMESPACE = Namespace.create(StackExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    inject(context.getRequiredTestClass(), null, context, ModifierSupport::isStatic);
  }

  @Override
  public void postProcessTestInstance(Object instance, ExtensionContext context) {
    inject(instance.getClass(), instance, context, ModifierSupport::isNotStatic);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    var owner = owner(context);
    if (stack(owner).reset()) {
      running(owner).reset();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return supports(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return value(parameter.getParameter().getType(), context);
  }

  private static boolean supports(Class<?> type) {
    return type == RunningStack.class || Clients.knows(type);
  }

  private static Object value(Class<?> type, ExtensionContext context) {
    var running = running(owner(context));
    return type == RunningStack.class ? running : running.client(type);
  }

  private static void inject(
      Class<?> type, @Nullable Object instance, ExtensionContext context, Predicate<Field> which) {
    var fields =
        AnnotationSupport.findAnnotatedFields(
            type, FromStack.class, which, HierarchyTraversalMode.TOP_DOWN);
    for (var field : fields) {
      if (!supports(field.getType())) {
        throw new ExtensionConfigurationException(
            "@FromStack %s must be a RunningStack or the interface of a client of the AWS SDK"
                .formatted(field));
      }
      try {
        field.setAccessible(true);
        field.set(instance, value(field.getType(), context));
      } catch (IllegalAccessException e) {
        throw new ExtensionConfigurationException("@FromStack " + field + " cannot be set", e);
      }
    }
  }

  /// The context of the innermost class with an annotation.
  private static ExtensionContext owner(ExtensionContext context) {
    for (var each = Optional.of(context); each.isPresent(); each = each.get().getParent()) {
      var found = each.get();
      if (found.getTestMethod().isEmpty()
          && found
              .getTestClass()
              .filter(type -> AnnotationSupport.isAnnotated(type, Stack.class))
              .isPresent()) {
        return found;
      }
    }
    throw new ExtensionConfigurationException(
        "no class has @Stack, from " + context.getDisplayName() + " outwards");
  }

  private static Stack stack(ExtensionContext owner) {
    return AnnotationSupport.findAnnotation(owner.getRequiredTestClass(), Stack.class)
        .orElseThrow();
  }

  /// The stack of a class, started if it is not. JUnit closes it with the store that holds it.
  private static RunningStack running(ExtensionContext owner) {
    var testClass = owner.getRequiredTestClass();
    var stack = stack(owner);
    var configuration = Configuration.of(stack, testClass);
    var key = stack.shared() ? configuration : testClass;
    return (stack.shared() ? owner.getRoot() : owner)
        .getStore(NAMESPACE)
        .computeIfAbsent(key, _ -> RunningStack.start(configuration), RunningStack.class);
  }
}
