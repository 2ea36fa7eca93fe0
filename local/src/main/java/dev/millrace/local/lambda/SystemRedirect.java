package dev.millrace.local.lambda;

import dev.millrace.local.lambda.inside.FunctionHost;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Directs a class's uses of `System.getenv`, `out`, `err`, `exit`, `setOut` and `setErr` to
/// `FunctionHost`.
///
/// Both have these members with the same types, so it is enough to name another owner in the
/// constant pool: code, stack maps and method handles stay as they are. The class-file API could
/// only do this by writing all code anew, for which it must know the function's whole class
/// hierarchy.
final class SystemRedirect {

  private static final String SYSTEM = "java/lang/System";

  private static final Set<String> MEMBERS =
      Set.of(
          "out Ljava/io/PrintStream;",
          "err Ljava/io/PrintStream;",
          "getenv (Ljava/lang/String;)Ljava/lang/String;",
          "getenv ()Ljava/util/Map;",
          "exit (I)V",
          "setOut (Ljava/io/PrintStream;)V",
          "setErr (Ljava/io/PrintStream;)V");

  private static final int COUNT_AT = 8;
  private static final int POOL_AT = 10;
  private static final int MOST_ENTRIES = 0xFFFF;

  private final ByteBuffer file;
  private final int[] offsets;
  private final int poolEnd;

  private SystemRedirect(byte[] classFile) {
    file = ByteBuffer.wrap(classFile);
    offsets = new int[file.getChar(COUNT_AT)];
    int at = POOL_AT;
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = at;
      int tag = file.get(at);
      at += 1 + length(tag, at);
      if (tag == 5 || tag == 6) {
        i++; // long and double take two entries
      }
    }
    poolEnd = at;
  }

  /// The class, changed if it needs to be.
  static byte[] of(byte[] classFile) {
    var redirect = new SystemRedirect(classFile.clone());
    return redirect.apply() ? redirect.withHost() : classFile;
  }

  /// Names the entry that is about to be added as owner of what is directed elsewhere.
  private boolean apply() {
    boolean any = false;
    for (int i = 1; i < offsets.length; i++) {
      int at = offsets[i];
      if (at != 0 && isMember(file.get(at)) && isRedirected(at)) {
        file.putChar(at + 1, (char) (offsets.length + 1));
        any = true;
      }
    }
    return any;
  }

  private static boolean isMember(int tag) {
    return tag == 9 || tag == 10;
  }

  private boolean isRedirected(int at) {
    int owner = offsets[file.getChar(at + 1)];
    if (!text(file.getChar(owner + 1)).equals(SYSTEM)) {
      return false;
    }
    int nameAndType = offsets[file.getChar(at + 3)];
    return MEMBERS.contains(
        text(file.getChar(nameAndType + 1)) + " " + text(file.getChar(nameAndType + 3)));
  }

  private byte[] withHost() {
    if (offsets.length + 2 > MOST_ENTRIES) {
      throw new IllegalStateException("a class's constant pool has no room for two more entries");
    }
    var bytes = file.array();
    var result = new ByteArrayOutputStream(bytes.length + 64);
    try (var out = new DataOutputStream(result)) {
      out.write(bytes, 0, COUNT_AT);
      out.writeChar(offsets.length + 2);
      out.write(bytes, POOL_AT, poolEnd - POOL_AT);
      out.writeByte(1);
      out.writeUTF(FunctionHost.class.getName().replace('.', '/'));
      out.writeByte(7);
      out.writeChar(offsets.length);
      out.write(bytes, poolEnd, bytes.length - poolEnd);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return result.toByteArray();
  }

  private String text(int index) {
    int at = offsets[index];
    return new String(file.array(), at + 3, file.getChar(at + 1), StandardCharsets.UTF_8);
  }

  private int length(int tag, int at) {
    return switch (tag) {
      case 1 -> 2 + file.getChar(at + 1);
      case 7, 8, 16, 19, 20 -> 2;
      case 15 -> 3;
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case 5, 6 -> 8;
      default -> throw new ClassFormatError("unknown constant pool tag " + tag + " at byte " + at);
    };
  }
}
