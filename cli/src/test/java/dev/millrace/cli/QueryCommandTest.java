package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.aws.Access;
import dev.millrace.cli.aws.AwsClients;
import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.glue.GlueServer;
import dev.millrace.local.services.S3Service;
import dev.millrace.local.time.StackClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import software.amazon.awssdk.core.sync.RequestBody;
import tools.jackson.databind.json.JsonMapper;

/// Queries over the embedded services. Nothing a query does can change them.
class QueryCommandTest {

  private static final String PARQUET =
      "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";
  private static final String OPENX = "org.openx.data.jsonserde.JsonSerDe";
  private static final String PLAIN = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";

  private static final S3Service s3 = S3Service.start();
  private static final Gateway gateway = Gateway.open(0);
  private static final GlueServer glue =
      new GlueServer(StackClock.ticking(), "000000000000", Optional.empty());
  private static final AwsClients clients = AwsClients.at(gateway.endpoint());

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void fill(@TempDir Path folder) throws Exception {
    gateway.add(glue.service());
    gateway.add(s3.route());
    clients.s3().createBucket(request -> request.bucket("lake"));
    glue("CreateDatabase", "{'DatabaseInput': {'Name': 'shop'}}");

    table("trips", "trips/", "id:bigint, fare:decimal(6,2), at:timestamp", PARQUET, "{}", "{}");
    put("trips/year=2026/month=01/a", parquet(folder, "select 1 as ID, 7.5 as fare"));
    put(
        "trips/year=2026/month=02/b",
        parquet(folder, "select 2 as id, timestamp '2026-02-01 10:00:00' as at, 'x' as other"));
    // would be an error if it were read
    put("trips/year=2025/month=12/broken", "not Parquet");
    put("trips/year=2025/month=12/_SUCCESS", "x");
    put("trips/lost", "not in a partition");

    table(
        "events",
        "events",
        "who:string, amount:int, at:timestamp, tags:array<string>, place:struct<city:string>",
        OPENX,
        "{'mapping.who': 'UserName'}",
        "{}");
    put("events/1", zipped("{\"USERNAME\": \"Ann\", \"Amount\": 3, \"at\": 1767225600000}\n"));
    put(
        "events/2",
        """
        {"username": "Bob", "amount": "4", "tags": ["a", "b"], "place": {"City": "Rome", "x": 1}}

        {"username": "Cy, \\"the\\" third", "amount": null, "unknown": true}
        """);

    table("broken", "broken/", "n:int, m:int", OPENX, "{}", "{}");
    put("broken/one", "{\"n\": 1, \"m\": 2}\n{\"n\": 2, \"m\": \"many\"}\n");
    table("torn", "torn/", "n:int", OPENX, "{}", "{}");
    put("torn/one", "{\"n\": 1}\n{\"n\": \n");

    table(
        "scores",
        "scores/",
        "name:string, score:int, note:string",
        PLAIN,
        "{'field.delim': ','}",
        "{'skip.header.line.count': '1'}");
    put("scores/a.csv", "name,score,note\nAnn,3,\nBob,many,\\N\nCy\n");
    table(
        "quoted",
        "quoted/",
        "name:string, score:int",
        "org.apache.hadoop.hive.serde2.OpenCSVSerde",
        "{}",
        "{}");
    put("quoted/a.csv", "\"Ann, \"\"the\"\" first\",\"5\"\n");

    table(
        "logs",
        "logs/",
        "line:string",
        OPENX,
        "{}",
        """
        {'projection.enabled': 'true', 'storage.location.template': 's3://lake/logs/${kind}/${month}',
         'projection.kind.type': 'enum', 'projection.kind.values': 'app,web',
         'projection.month.type': 'date', 'projection.month.format': 'yyyy/MM/dd',
         'projection.month.range': '2026/01/01,NOW'}
        """,
        "kind:string, month:string");
    put("logs/app/2026/01/02/x", "{\"line\": \"one\"}");
    put("logs/web/2026/03/04/x", "{\"line\": \"two\"}");
    put("logs/web/2025/12/31/x", "{\"line\": \"before the range\"}");
    put("logs/other/2026/01/02/x", "{\"line\": \"no such kind\"}");

    table("rows", "rows/", "n:int", "org.apache.hadoop.hive.ql.io.orc.OrcSerde", "{}", "{}");
    table("escaped", "escaped/", "n:int", OPENX, "{'case.mapping': '1'}", "{}");
    table(
        "injected",
        "injected/",
        "n:int",
        OPENX,
        "{}",
        "{'projection.enabled': 'true', 'projection.year.type': 'injected'}");
    table("elsewhere", "x/", "n:int", PLAIN, "{}", "{}", "year:string", "nowhere");
    table("nothing", "nothing/", "n:int, m:map<string,int>", PARQUET, "{}", "{}");
  }

  @AfterAll
  static void stop() {
    clients.close();
    gateway.close();
    glue.close();
    s3.close();
  }

  private static void glue(String action, String body) throws Exception {
    try (var api = new StackApi(Access.at(gateway.endpoint()), "glue")) {
      var parameters = JsonMapper.shared().readTree(body.replace('\'', '"'));
      assertThat(api.call("AWSGlue." + action, parameters))
          .isInstanceOf(StackApi.Answer.Given.class);
    }
  }

  /// A table that is partitioned by year and month if it is `trips`, else as its last argument
  /// says.
  private static void table(
      String name, String prefix, String columns, String serde, String settings, String parameters)
      throws Exception {
    var keys =
        switch (name) {
          case "trips" -> "year:int, month:string";
          case "injected" -> "year:string";
          default -> "";
        };
    table(name, prefix, columns, serde, settings, parameters, keys);
  }

  private static void table(
      String name,
      String prefix,
      String columns,
      String serde,
      String settings,
      String parameters,
      String keys)
      throws Exception {
    table(name, prefix, columns, serde, settings, parameters, keys, "lake");
  }

  private static void table(
      String name,
      String prefix,
      String columns,
      String serde,
      String settings,
      String parameters,
      String keys,
      String bucket)
      throws Exception {
    glue(
        "CreateTable",
        """
        {'DatabaseName': 'shop', 'TableInput': {'Name': '%s', 'Parameters': %s,
         'PartitionKeys': %s, 'StorageDescriptor': {'Columns': %s, 'Location': 's3://%s/%s',
         'SerdeInfo': {'SerializationLibrary': '%s', 'Parameters': %s}}}}
        """
            .formatted(
                name,
                parameters,
                columns(keys),
                columns(columns),
                bucket,
                prefix,
                serde,
                settings));
  }

  private static String columns(String text) {
    var columns = new ArrayList<String>();
    for (var column : text.isEmpty() ? List.<String>of() : List.of(text.split(", ", -1))) {
      var parts = column.split(":", 2);
      columns.add("{'Name': '%s', 'Type': '%s'}".formatted(parts[0], parts[1]));
    }
    return columns.toString();
  }

  private static byte[] parquet(Path folder, String rows) throws SQLException, IOException {
    var file = folder.resolve("rows");
    try (var duck = DriverManager.getConnection("jdbc:duckdb:");
        var statement = duck.createStatement()) {
      statement.execute("copy (%s) to '%s' (format parquet)".formatted(rows, file));
    }
    return Files.readAllBytes(file);
  }

  private static byte[] zipped(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void put(String key, String text) {
    put(key, text.getBytes(UTF_8));
  }

  private static void put(String key, byte[] bytes) {
    clients
        .s3()
        .putObject(request -> request.bucket("lake").key(key), RequestBody.fromBytes(bytes));
  }

  private int run(String... arguments) {
    var all = new ArrayList<>(List.of("--endpoint-url", gateway.endpoint().toString()));
    all.addAll(List.of(arguments));
    return new CommandLine(new QueryCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler((e, _, _) -> {
          err.append(e.getMessage());
          return 1;
        })
        .execute(all.toArray(String[]::new));
  }

  private String csv(String sql) {
    assertThat(run(sql, "--format", "csv")).as("%s", err).isZero();
    return out.toString();
  }

  @Test
  void parquetHasTheTablesColumnsWhateverItsFilesHave() {
    assertThat(
            csv("SELECT * FROM Shop.TRIPS WHERE Year = 2026 and trips.month >= '01' ORDER BY ID"))
        .isEqualTo(
            """
            id,fare,at,year,month
            1,7.50,,2026,01
            2,,2026-02-01 10:00:00,2026,02
            """);
  }

  @Test
  void onlyPartitionsThatAConditionAllowsAreRead() {
    assertThat(csv("select count(*) as n from trips t where t.year in (2026) and t.id > 1"))
        .isEqualTo("n\n1\n");
  }

  @Test
  void aConditionOfAnOuterQueryIsNotTakenForTheTablesOwn() {
    var sql =
        """
        select line from logs l where l.kind <> 'web'
          and exists (select 1 from (select 'web' as kind) k where k.kind <> l.kind)
        """;

    assertThat(csv(sql)).isEqualTo("line\none\n");
    out.getBuffer().setLength(0);
    assertThat(
            csv(
                "select k from (values ('web')) q(k) where exists"
                    + " (select 1 from logs where logs.kind <> q.k)"))
        .isEqualTo("k\nweb\n");
  }

  @Test
  void columnsMayHaveOneName() {
    assertThat(csv("select 1 as a, 2 as a")).startsWith("a,a").endsWith("\n1,2\n");
  }

  @Test
  void aFileThatIsNoParquetIsNamedWithItsTable() {
    assertThat(run("select * from trips")).isEqualTo(1);
    assertThat(err.toString()).contains("s3://lake/trips/year=2025/month=12/broken");
  }

  @Test
  void linesOfJsonAreReadByMappedAndFoldedKeys() {
    assertThat(run("select who, amount, \"at\", tags, place from events order by who", "--json"))
        .as("%s", err)
        .isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            {"who":"Ann","amount":3,"at":"2026-01-01 00:00:00","tags":null,"place":null}
            {"who":"Bob","amount":4,"at":null,"tags":["a","b"],"place":{"city":"Rome"}}
            {"who":"Cy, \\"the\\" third","amount":null,"at":null,"tags":null,"place":null}
            """);
  }

  @Test
  void aTableIsAlignedForEyes() {
    assertThat(run("select who, amount from events where who < 'C' order by who")).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            who  amount
            ───────────
            Ann       3
            Bob       4
            (2 rows)
            """);
  }

  @Test
  void aResultWithoutRowsHasItsHeading() {
    assertThat(csv("select n, m from nothing")).isEqualTo("n,m\n");
  }

  @Test
  void aValueThatDoesNotFitNamesItsColumn() {
    assertThat(csv("select n from broken")).isEqualTo("n\n1\n2\n");
    assertThat(run("select m from broken")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("table shop.broken, column m of type int: ")
        .contains("s3://lake/broken/one")
        .contains("many");
  }

  @Test
  void delimitedTextIsNullWhereItDoesNotFit() {
    assertThat(csv("select name, score, note from scores order by name"))
        .isEqualTo("name,score,note\nAnn,3,\"\"\nBob,,\nCy,,\n");
  }

  @Test
  void quotedTextIsUnquoted() {
    assertThat(csv("select * from quoted")).isEqualTo("name,score\n\"Ann, \"\"the\"\" first\",5\n");
  }

  @Test
  void projectedPartitionsAreThoseOfTheTemplateAndTheirRanges() {
    assertThat(csv("select line, kind, month from logs order by line"))
        .isEqualTo("line,kind,month\none,app,2026/01/02\ntwo,web,2026/03/04\n");
    out.getBuffer().setLength(0);
    assertThat(csv("show partitions logs"))
        .isEqualTo("partition\nkind=app/month=2026/01/02\nkind=web/month=2026/03/04\n");
  }

  @Test
  void aQueryMayNameItsOwnTables() {
    assertThat(csv("with events as (select who from events where amount = 3) select * from events"))
        .isEqualTo("who\nAnn\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          date_parse('2026-03-04 05:06:07', '%Y-%m-%d %H:%i:%s') ~ 2026-03-04 05:06:07
          date_format(timestamp '2026-03-04 05:06:07', '%H:%i') ~ 05:06
          date_add('hour', 2, timestamp '2026-03-04 23:00:00') ~ 2026-03-05 01:00:00
          from_iso8601_timestamp('2026-03-04T05:06:07Z') ~ 2026-03-04 05:06:07+00
          to_unixtime(from_unixtime(7)) ~ 7.0
          json_extract_scalar('{"a": {"b": 2}}', '$.a.b') ~ 2
          cardinality(ARRAY[1, 2]) ~ 2
          element_at(ARRAY[1, 2], 2) ~ 2
          approx_distinct(1) ~ 1
          regexp_like('abc', 'b') ~ true
          7 / 2 ~ 3
          """)
  void athenasFunctionsAreThere(String expression, String value) {
    assertThat(csv("select " + expression + " as v")).isEqualTo("v\n" + value + "\n");
  }

  @Test
  void theCatalogIsShown() {
    assertThat(csv("show databases;")).isEqualTo("database_name\nshop\n");
    out.getBuffer().setLength(0);
    assertThat(csv("SHOW TABLES")).contains("events\n", "trips\n");
    out.getBuffer().setLength(0);
    assertThat(csv("describe shop.trips"))
        .isEqualTo(
            """
            col_name,data_type
            id,bigint
            fare,"decimal(6,2)"
            at,timestamp
            year,int
            month,string
            """);
  }

  private static final String EVERY_KIND =
      "select who, amount, \"at\", tags, place, '' as empty, 'nan'::double as nan from events"
          + " order by who";

  @ParameterizedTest
  @CsvSource({"csv,csv", "json,json", "json,jsonl"})
  void aFileHasWhatTheScreenHas(String format, String ending, @TempDir Path folder)
      throws IOException {
    var file = folder.resolve("rows." + ending);

    assertThat(run(EVERY_KIND, "--format", format)).as("%s", err).isZero();
    assertThat(run(EVERY_KIND, "--output", file.toString())).as("%s", err).isZero();

    assertThat(file).hasContent(out.toString());
    assertThat(err.toString()).isEqualTo("3 rows in " + file + "\n");
  }

  @Test
  void parquetHasTypes(@TempDir Path folder) throws SQLException {
    var file = folder.resolve("rows.parquet");
    var sql = "select who, sum(amount) as total, max(place) as place from events group by who";

    assertThat(run(sql, "--output", file.toString())).as("%s", err).isZero();

    assertThat(
            rows(
                "select who, typeof(total), total, typeof(place), place.city from '%s' order by who"
                    .formatted(file)))
        .containsExactly(
            "Ann BIGINT 3 STRUCT(city VARCHAR) null",
            "Bob BIGINT 4 STRUCT(city VARCHAR) Rome",
            "Cy, \"the\" third BIGINT null STRUCT(city VARCHAR) null");
  }

  private static List<String> rows(String sql) throws SQLException {
    var found = new ArrayList<String>();
    try (var duck = DriverManager.getConnection("jdbc:duckdb:");
        var statement = duck.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        var row = new ArrayList<String>();
        for (var i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        found.add(String.join(" ", row));
      }
    }
    return found;
  }

  @Test
  void theCatalogMayGoToAFile(@TempDir Path folder) {
    var file = folder.resolve("columns.csv");

    assertThat(run("describe shop.quoted", "--output", file.toString())).as("%s", err).isZero();

    assertThat(file).hasContent("col_name,data_type\nname,string\nscore,int\n");
  }

  @Test
  void aFileThatIsThereIsReplacedOnDemandAndOnlyByAllRows(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("rows.csv"), "old");

    assertThat(run("select m from broken", "--output", file.toString(), "--force")).isEqualTo(1);
    assertThat(file).hasContent("old");
    assertThat(run("select m from broken", "--output", folder + "/new.csv")).isEqualTo(1);
    assertThat(folder).isDirectoryNotContaining(each -> !each.equals(file));

    assertThat(run("select n from broken", "--output", file.toString(), "--force")).isZero();
    assertThat(file).hasContent("n\n1\n2\n");
    assertThat(folder).isDirectoryNotContaining(each -> !each.equals(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          select * from none ~ there is no table shop.none; SHOW TABLES lists them
          select * from x.none ~ there is no table x.none; SHOW TABLES lists them
          show tables in x ~ there is no database x
          delete from trips ~ only SELECT, WITH, SHOW and DESCRIBE are answered: data cannot be changed
          copy (select 1) to '/tmp/x' ~ only SELECT, WITH, SHOW and DESCRIBE are answered: data cannot be changed
          select 1; select 2 ~ there must be one statement, were 2
          show create table trips ~ of SHOW and DESCRIBE only these are answered
          select * from read_text('/etc/hostname') ~ file system operations are disabled
          select nobody from events ~ nobody
          select * from rows ~ table shop.rows: its SerDe 'org.apache.hadoop.hive.ql.io.orc.OrcSerde' cannot be read here
          select * from escaped ~ table shop.escaped: its SerDe parameter case.mapping (1) is not supported here
          select * from injected ~ table shop.injected: its parameter projection.year.type must be enum, integer or date, was 'injected'
          select * from elsewhere ~ table shop.elsewhere: its bucket nowhere is not there
          select * from torn ~ table shop.torn: s3://lake/torn/one line 2: no JSON
          """)
  void whatCannotBeAnsweredSaysWhy(String sql, String why) {
    assertThat(run(sql)).isEqualTo(1);
    assertThat(err.toString()).contains(why);
    assertThat(out.toString()).isEmpty();
  }
}
