package dev.millrace.junit;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/// Keeps tests apart that would take the stack back under each other's feet.
final class StackLocks implements ResourceLocksProvider {

  @Override
  public Set<Lock> provideForClass(Class<?> testClass) {
    return AnnotationSupport.findAnnotation(testClass, Stack.class)
        .map(stack -> Set.of(lock(stack, testClass)))
        .orElse(Set.of());
  }

  @Override
  public Set<Lock> provideForNestedClass(
      List<Class<?>> enclosingInstanceTypes, Class<?> testClass) {
    return provideForClass(testClass);
  }

  /// Discovery must not fail, so this does not look at what the settings say.
  private static Lock lock(Stack stack, Class<?> testClass) {
    var name = stack.shared() ? stack.template() : testClass.getName();
    return new Lock(
        "dev.millrace.junit/" + name,
        stack.reset() ? ResourceAccessMode.READ_WRITE : ResourceAccessMode.READ);
  }
}
