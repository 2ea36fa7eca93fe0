package dev.millrace.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.lambda.handlers.EnvironmentHandler;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SystemRedirectTest {

  private static final String HOST = "dev/millrace/local/lambda/inside/FunctionHost.";
  private static final String SYSTEM = "java/lang/System.";

  /// Uses `System` in every way, and constants that take two entries.
  static final class Sample {

    static final long LONG = 1L << 40;
    static final double DOUBLE = 1e300;

    private Sample() {}

    @SuppressWarnings("SystemExitOutsideMain")
    static String use(PrintStream stream) {
      Supplier<Map<String, String>> environment = System::getenv;
      System.setOut(stream);
      System.setErr(stream);
      System.out.println(System.nanoTime() + 3_000_000_000L);
      System.err.println(System.currentTimeMillis() * 2.5e100);
      if (System.getProperty("java.home") == null) {
        System.exit(1);
      }
      return environment.get() + System.getenv("PATH") + System.lineSeparator();
    }
  }

  @Test
  void exactlyTheListedMembersGetAnotherOwner() throws Exception {
    var before = uses(bytes(Sample.class));
    var after = uses(SystemRedirect.of(bytes(Sample.class)));

    assertThat(before).noneMatch(use -> use.startsWith(HOST));
    assertThat(after.stream().filter(use -> use.startsWith(HOST)))
        .containsExactlyInAnyOrder(
            HOST + "out",
            HOST + "err",
            HOST + "setOut",
            HOST + "setErr",
            HOST + "exit",
            HOST + "getenv()Ljava/util/Map;",
            HOST + "getenv(Ljava/lang/String;)Ljava/lang/String;");
    assertThat(after.stream().filter(use -> use.startsWith(SYSTEM)))
        .containsExactlyInAnyOrder(
            SYSTEM + "nanoTime",
            SYSTEM + "currentTimeMillis",
            SYSTEM + "getProperty",
            SYSTEM + "lineSeparator");
  }

  @Test
  void aChangedClassStillPassesTheVerifier() throws Exception {
    for (var type : new Class<?>[] {Sample.class, EnvironmentHandler.class}) {
      var changed = SystemRedirect.of(bytes(type));

      assertThat(changed).isNotEqualTo(bytes(type));
      assertThat(ClassFile.of().verify(changed)).isEmpty();
    }
  }

  @Test
  void aClassWithoutSuchUsesStaysAsItIs() throws Exception {
    var bytes = bytes(Outcome.class);

    assertThat(SystemRedirect.of(bytes)).isSameAs(bytes);
  }

  @Test
  void aFileThatIsNoClassIsRefused() {
    var bytes = new byte[] {1, 2, 3, 4, 0, 0, 0, 69, 0, 2, 99};

    assertThatThrownBy(() -> SystemRedirect.of(bytes))
        .isInstanceOf(ClassFormatError.class)
        .hasMessage("unknown constant pool tag 99 at byte 10");
  }

  private static Set<String> uses(byte[] classFile) {
    var uses = new TreeSet<String>();
    for (PoolEntry entry : ClassFile.of().parse(classFile).constantPool()) {
      if (entry instanceof MemberRefEntry member) {
        var name = member.name().stringValue();
        uses.add(
            member.owner().asInternalName()
                + "."
                + name
                + (name.equals("getenv") ? member.type().stringValue() : ""));
      }
    }
    return uses;
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (var in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
      if (in == null) {
        throw new IOException("no class file for " + type);
      }
      return in.readAllBytes();
    }
  }
}
