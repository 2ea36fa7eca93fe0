package dev.millrace.common;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.millrace.common.testkit.Architecture;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void aCoreThatKnowsAwsIsRefused() {
    refused(CoreWithAws.class, "only handlers and sink adapters know AWS");
  }

  @Test
  void aCoreThatReadsTheClockIsRefused() {
    refused(CoreWithClock.class, "time, settings and chance are handed to the core");
  }

  @Test
  void aCoreThatReadsTheEnvironmentIsRefused() {
    refused(CoreWithEnvironment.class, "time, settings and chance are handed to the core");
  }

  @Test
  void aCoreThatTossesACoinIsRefused() {
    refused(CoreWithChance.class, "time, settings and chance are handed to the core");
  }

  @Test
  void aSinkInterfaceMayNotKnowAws() {
    refused(LeakySink.class, "only handlers and sink adapters know AWS");
  }

  @Test
  void aPureCoreAndItsHandlerPass() {
    assertThatCode(() -> check(PureCore.class)).doesNotThrowAnyException();
    assertThatCode(() -> check(GoodHandler.class)).doesNotThrowAnyException();
    assertThatCode(() -> check(GoodSink.class)).doesNotThrowAnyException();
  }

  private static void check(Class<?> type) {
    Architecture.check(new ClassFileImporter().importClasses(type));
  }

  private static void refused(Class<?> type, String reason) {
    assertThatThrownBy(() -> check(type))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(reason);
  }
}

class CoreWithAws {
  int time(Context context) {
    return context.getRemainingTimeInMillis();
  }
}

class CoreWithClock {
  Instant time() {
    return Instant.now();
  }
}

class CoreWithEnvironment {
  String table() {
    return String.valueOf(System.getenv("TABLE"));
  }
}

class CoreWithChance {
  int toss() {
    return new Random().nextInt();
  }
}

interface LeakySink {
  void write(Context context);
}

class PureCore {
  int toss(long seed) {
    return new Random(seed).nextInt();
  }
}

class GoodHandler {
  Instant time(Context context) {
    return Instant.now().plusMillis(context.getRemainingTimeInMillis());
  }
}

class GoodSink {
  int time(Context context) {
    return context.getRemainingTimeInMillis();
  }
}
