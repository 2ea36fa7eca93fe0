package dev.millrace.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

class TlsTest {

  private static final char[] PASSWORD = "password".toCharArray();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void aServerThatIsTrustedAndNamedAsAskedIsTalkedTo() throws Exception {
    var keys = keys("localhost");
    try (var server = server(keys)) {
      server.answer("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
      server.answer("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
      var client = client(tls(keys).getSocketFactory());

      assertThat(call(client, server).httpResponse().statusCode()).isEqualTo(202);
      assertThat(call(client, server).httpResponse().statusCode()).isEqualTo(202);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aServerOfAnotherNameIsNot() throws Exception {
    var keys = keys("elsewhere");
    try (var server = server(keys)) {
      var client = client(tls(keys).getSocketFactory());

      assertThatThrownBy(() -> call(client, server))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("localhost");
    }
  }

  @Test
  void aServerThatIsNotTrustedIsNot() throws Exception {
    try (var server = server(keys("localhost"))) {
      var client = new SocketHttpClient(PATIENCE, PATIENCE, InstantSource.system());

      assertThatThrownBy(() -> call(client, server)).isInstanceOf(SSLException.class);
    }
  }

  private static SocketHttpClient client(SSLSocketFactory tls) {
    return new SocketHttpClient(PATIENCE, PATIENCE, InstantSource.system(), () -> tls);
  }

  private static HttpExecuteResponse call(SocketHttpClient client, ScriptedServer server)
      throws IOException {
    var request = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(server.uri("https"));
    return client
        .prepareRequest(HttpExecuteRequest.builder().request(request.build()).build())
        .call();
  }

  private static ScriptedServer server(KeyStore keys) throws Exception {
    var sockets = tls(keys).getServerSocketFactory();
    return new ScriptedServer(sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  /// Of one who has these keys and trusts them.
  private static SSLContext tls(KeyStore keys) throws Exception {
    var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    var tls = SSLContext.getInstance("TLS");
    tls.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return tls;
  }

  /// A key whose certificate names a host, and the certificate as one to trust.
  private KeyStore keys(String host) throws Exception {
    var file = folder.resolve(host + ".p12");
    keytool(
        "-genkeypair -alias key -keyalg EC -dname CN=test -ext san=dns:%s -storepass password -keystore %s"
            .formatted(host, file));
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    keys.setCertificateEntry("trusted", keys.getCertificate("key"));
    return keys;
  }

  private static void keytool(String arguments) throws Exception {
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var process =
        new ProcessBuilder((keytool + " " + arguments).split(" "))
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
