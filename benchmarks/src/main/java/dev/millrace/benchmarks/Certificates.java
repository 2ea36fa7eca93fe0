package dev.millrace.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate for 127.0.0.1 from an authority that lives as long as a run.
///
/// @param authority the authority's certificate, in PEM
/// @param trusted what the JDK trusts, and that authority
record Certificates(Path authority, Path trusted, ServerSocketFactory sockets) {

  private static final String PASSWORD = "changeit";

  static Certificates make(Path folder) {
    try {
      Files.createDirectories(folder);
      var authority = folder.resolve("authority.pem");
      var request = folder.resolve("server.csr");
      var server = folder.resolve("server.pem");
      var trusted = folder.resolve("trusted");
      var home = Path.of(System.getProperty("java.home"));
      Files.copy(home.resolve("lib/security/cacerts"), trusted);
      keytool(
          folder, "-genkeypair -alias authority -keystore authority.p12 -ext bc:c", "authority");
      keytool(folder, "-genkeypair -alias server -keystore server.p12", "127.0.0.1");
      keytool(
          folder, "-exportcert -rfc -alias authority -keystore authority.p12 -file " + authority);
      keytool(folder, "-certreq -alias server -keystore server.p12 -file " + request);
      keytool(
          folder,
          "-gencert -rfc -alias authority -keystore authority.p12 -validity 2"
              + " -ext san=ip:127.0.0.1,dns:localhost -infile %s -outfile %s"
                  .formatted(request, server));
      keytool(folder, "-importcert -alias authority -keystore server.p12 -file " + authority);
      keytool(folder, "-importcert -alias server -keystore server.p12 -file " + server);
      keytool(folder, "-importcert -alias authority -keystore trusted -file " + authority);
      return new Certificates(authority, trusted, sockets(folder.resolve("server.p12")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void keytool(Path folder, String arguments, String name) throws IOException {
    keytool(folder, arguments + " -keyalg RSA -keysize 2048 -validity 2 -dname CN=" + name);
  }

  private static void keytool(Path folder, String arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ", -1)));
    command.addAll(List.of("-storepass", PASSWORD, "-noprompt"));
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IllegalStateException("%s: %s".formatted(command, output));
    }
  }

  private static ServerSocketFactory sockets(Path store) throws IOException {
    try {
      var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, PASSWORD.toCharArray());
      var context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context.getServerSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
