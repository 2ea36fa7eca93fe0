package dev.millrace.junit;

import dev.millrace.local.lambda.FunctionMode;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Gives a test class a running stack of a SAM or CloudFormation template.
///
/// Constructors, methods and fields with [FromStack] may ask for a [RunningStack] and for clients
/// of the AWS SDK for Java 2 by their type. The stack starts when the class begins and is shared
/// with its `@Nested` classes, unless they have a stack of their own. Before each test everything
/// in the stack is as at its start, so tests put in place what they need in a `@BeforeEach` method.
///
/// Tests that share a stack that goes back never run at the same time, whatever JUnit's parallel
/// execution is told; other classes may.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(StackExtension.class)
@ResourceLock(providers = StackLocks.class)
public @interface Stack {

  /// The template, as seen from the working directory, which is the module's directory under Maven.
  String template() default "template.yaml";

  /// Values for the template's parameters, each as `Name=value`; the others keep their defaults.
  String[] parameters() default {};

  /// The time at which the stack's clock stands still until it is moved, in ISO-8601; empty for one
  /// that follows real time.
  String frozenAt() default "2026-01-01T00:00:00Z";

  /// Whether all classes whose stacks are configured alike use one, which runs until the last test
  /// of this JVM has ended.
  boolean shared() default false;

  /// Whether the stack goes back to its start before each test.
  boolean reset() default true;

  /// Where functions run. In this JVM, debuggers and coverage work.
  FunctionMode functions() default FunctionMode.IN_PROCESS;

  /// Whether functions, delivery streams and guests may do no more than the policies of their roles
  /// allow. Clients of tests are the account's root, who may do everything.
  boolean enforceIam() default false;

  /// How long the stack is waited for, in real time, in ISO-8601.
  String patience() default "PT30S";
}
