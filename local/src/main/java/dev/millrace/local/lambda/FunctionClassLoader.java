package dev.millrace.local.lambda;

import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_STATIC;

import dev.millrace.local.lambda.inside.LoadedFunction;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// The classes of one execution environment: AWS's runtime interface client and the function, apart
/// from everything else in this JVM except the JDK.
///
/// The runtime interface client comes first, as on Lambda. Classes are changed as [SystemRedirect]
/// says while they are loaded.
final class FunctionClassLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final String INSIDE = LoadedFunction.class.getPackageName() + ".";
  private static final String CLIENT_MAIN = RuntimeClient.mainClass();

  /// A directory or jar that holds classes.
  private record Source(Path path, @Nullable JarFile jar, ProtectionDomain domain) {}

  private final List<Source> sources;

  private FunctionClassLoader(URL[] urls, List<Path> classPath) throws IOException {
    // without a name, which would be in every line of the stack traces that functions report
    super(urls, ClassLoader.getPlatformClassLoader());
    var opened = new ArrayList<Source>();
    for (int i = 0; i < urls.length; i++) {
      var path = classPath.get(i);
      var jar =
          Files.isDirectory(path)
              ? null
              : new JarFile(path.toFile(), false, ZipFile.OPEN_READ, Runtime.version());
      var code = new CodeSource(urls[i], (Certificate[]) null);
      opened.add(new Source(path, jar, new ProtectionDomain(code, null, this, null)));
    }
    sources = List.copyOf(opened);
  }

  static FunctionClassLoader of(FunctionCode code) throws IOException {
    var classPath = new ArrayList<>(RuntimeClient.jars());
    classPath.addAll(code.classPath());
    classPath.addAll(RuntimeClient.fallbackJars());
    var urls = new URL[classPath.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = url(classPath.get(i));
    }
    return new FunctionClassLoader(urls, classPath);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try {
      if (name.startsWith(INSIDE)) {
        return findInside(name);
      }
      if (name.equals(CLIENT_MAIN)) {
        var bytes = clientMain();
        return defineClass(name, bytes, 0, bytes.length);
      }
      return findElsewhere(name);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    for (var source : sources) {
      if (source.jar() != null) {
        source.jar().close();
      }
    }
  }

  /// The types shared with the outside are the outside's; the others are this function's own.
  private Class<?> findInside(String name) throws ClassNotFoundException, IOException {
    if (name.startsWith(LoadedFunction.class.getName())) {
      return Class.forName(name, false, FunctionClassLoader.class.getClassLoader());
    }
    try (var in = FunctionClassLoader.class.getResourceAsStream("/" + resource(name))) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      var bytes = in.readAllBytes();
      return defineClass(
          name, bytes, 0, bytes.length, FunctionClassLoader.class.getProtectionDomain());
    }
  }

  private Class<?> findElsewhere(String name) throws ClassNotFoundException, IOException {
    for (var source : sources) {
      var bytes = read(source, resource(name));
      if (bytes != null) {
        definePackageOf(name, source);
        var redirected = SystemRedirect.of(bytes);
        return defineClass(name, redirected, 0, redirected.length, source.domain());
      }
    }
    throw new ClassNotFoundException(name);
  }

  private void definePackageOf(String className, Source source) throws IOException {
    int dot = className.lastIndexOf('.');
    if (dot < 0 || getDefinedPackage(className.substring(0, dot)) != null) {
      return;
    }
    var manifest = source.jar() == null ? null : source.jar().getManifest();
    try {
      definePackage(
          className.substring(0, dot),
          manifest == null ? new Manifest() : manifest,
          source.domain().getCodeSource().getLocation());
    } catch (IllegalArgumentException e) {
      // another thread was quicker
      if (getDefinedPackage(className.substring(0, dot)) == null) {
        throw e;
      }
    }
  }

  private static byte @Nullable [] read(Source source, String resource) throws IOException {
    var jar = source.jar();
    if (jar == null) {
      try {
        return Files.readAllBytes(source.path().resolve(resource));
      } catch (NoSuchFileException e) {
        return null;
      }
    }
    var entry = jar.getJarEntry(resource);
    if (entry == null) {
      return null;
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  /// A stand-in for the client's main class, whose initializer changes security settings of the
  /// JVM: other parts of the client only ask it for the function's class loader.
  private static byte[] clientMain() {
    var loader = URLClassLoader.class.describeConstable().orElseThrow();
    var getClassLoader = MethodTypeDesc.of(ClassLoader.class.describeConstable().orElseThrow());
    var self = ClassDesc.of(CLIENT_MAIN);
    return ClassFile.of()
        .build(
            self,
            type ->
                type.withFlags(ACC_PUBLIC)
                    .withMethodBody(
                        "getCustomerClassLoader",
                        MethodTypeDesc.of(loader),
                        ACC_PUBLIC | ACC_STATIC,
                        code ->
                            code.ldc(self)
                                .invokevirtual(
                                    ConstantDescs.CD_Class, "getClassLoader", getClassLoader)
                                .checkcast(loader)
                                .areturn()));
  }

  private static String resource(String className) {
    return className.replace('.', '/') + ".class";
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("no URL for " + path, e);
    }
  }
}
