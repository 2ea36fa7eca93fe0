package dev.millrace.local.glue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.time.StackClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GlueServerTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir private Path folder = Path.of("");

  private final StackClock clock = StackClock.frozenAt(Instant.parse("2026-11-21T10:15:30Z"));
  private Gateway gateway;
  private GlueServer glue;

  @BeforeEach
  void start() {
    glue = new GlueServer(clock, "000000000000", Optional.of(folder.resolve("glue.journal")));
    gateway = Gateway.open(0);
    gateway.add(glue.service());
  }

  @AfterEach
  void stop() {
    gateway.close();
    glue.close();
  }

  private JsonNode call(String action, String body) {
    return JSON.readTree(GlueCalls.call(gateway.endpoint(), action, body).body());
  }

  @Test
  void aTableIsDescribedAsItWasMade() {
    GlueCalls.createOrders(gateway.endpoint());

    var table = call("GetTable", "{'DatabaseName':'shop','Name':'orders'}".replace('\'', '"'));

    assertThat(table.at("/Table/StorageDescriptor/Columns/0/Type").asString()).isEqualTo("bigint");
    assertThat(table.at("/Table/VersionId").asString()).isEqualTo("0");
    assertThat(table.at("/Table/CatalogId").asString()).isEqualTo("000000000000");
    assertThat(call("GetDatabase", "{\"Name\":\"SHOP\"}").at("/Database/Name").asString())
        .isEqualTo("shop");
  }

  @Test
  void tablesAreListedPageByPage() {
    GlueCalls.createOrders(gateway.endpoint());
    call("CreateTable", "{\"DatabaseName\":\"shop\",\"TableInput\":{\"Name\":\"Customers\"}}");

    var first = call("GetTables", "{\"DatabaseName\":\"shop\",\"MaxResults\":1}");
    var second = call("GetTables", "{\"DatabaseName\":\"shop\",\"NextToken\":\"customers\"}");

    assertThat(first.at("/TableList/0/Name").asString()).isEqualTo("customers");
    assertThat(first.path("NextToken").asString()).isEqualTo("customers");
    assertThat(second.at("/TableList/0/Name").asString()).isEqualTo("orders");
    assertThat(second.has("NextToken")).isFalse();
  }

  @Test
  void databasesAreListedPageByPage() {
    GlueCalls.createOrders(gateway.endpoint());
    call("CreateDatabase", "{\"DatabaseInput\": {\"Name\": \"lab\"}}");

    var first = call("GetDatabases", "{\"MaxResults\":1}");
    var second = call("GetDatabases", "{\"NextToken\":\"lab\"}");

    assertThat(first.at("/DatabaseList/0/Name").asString()).isEqualTo("lab");
    assertThat(first.path("NextToken").asString()).isEqualTo("lab");
    assertThat(second.at("/DatabaseList/0/Name").asString()).isEqualTo("shop");
    assertThat(second.has("NextToken")).isFalse();
  }

  @Test
  void theCatalogOutlivesTheServer() {
    GlueCalls.createOrders(gateway.endpoint());
    stop();
    start();

    assertThat(glue.table("shop", "Orders").columns())
        .extracting(GlueColumn::name)
        .containsExactly("id", "note");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          GetTable ~ {"DatabaseName":"shop","Name":"x"} ~ EntityNotFoundException ~ Table x not found.
          GetDatabase ~ {"Name":"x"} ~ EntityNotFoundException ~ Database x not found.
          GetDatabase ~ {"CatalogId":"1","Name":"shop"} ~ EntityNotFoundException ~ Catalog 1 not found, there is only 000000000000
          GetTables ~ {"DatabaseName":"shop","MaxResults":0} ~ InvalidInputException ~ MaxResults must be from 1 to 100, was 0
          CreateDatabase ~ {"DatabaseInput":{"Name":"Shop"}} ~ AlreadyExistsException ~ Database shop already exists.
          CreateDatabase ~ {"DatabaseInput":{"Name":" "}} ~ InvalidInputException ~ databaseInput.name must have 1 to 255 characters, was ' '
          CreateTable ~ {"DatabaseName":"shop","TableInput":{"Name":"ORDERS"}} ~ AlreadyExistsException ~ Table orders already exists.
          CreateTable ~ {"DatabaseName":"x","TableInput":{"Name":"y"}} ~ EntityNotFoundException ~ Database x not found.
          """)
  void whatCannotBeDoneIsRefusedByName(String action, String body, String type, String message) {
    GlueCalls.createOrders(gateway.endpoint());

    var answer = call(action, body);

    assertThat(answer.path("__type").asString()).endsWith(type);
    assertThat(answer.path("message").asString()).isEqualTo(message);
  }
}
