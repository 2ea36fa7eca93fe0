package dev.millrace.local.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.gateway.Gateway;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class CloudFormationServerTest {

  private static final String ID = "arn:aws:cloudformation:us-east-1:000000000000:stack/shop/1";
  private static final DeployedStack SHOP =
      new DeployedStack(
          ID,
          "shop",
          "A shop.",
          Instant.parse("2026-03-01T12:00:00Z"),
          List.of(new DeployedStack.Parameter("Shards", "2")),
          List.of(
              new DeployedStack.Output("Where", "here", "Where it is."),
              new DeployedStack.Output("When", "now", null)),
          List.of(
              new DeployedStack.Resource("Orders", "orders-1", "AWS::Kinesis::Stream"),
              new DeployedStack.Resource("Reader", "reader", "AWS::Lambda::Function")),
          "Resources: {Orders: ...} # <written>");

  private final Gateway gateway = Gateway.open(0);
  private final CloudFormationServer server = new CloudFormationServer();

  @BeforeEach
  void start() {
    gateway.add(server.service());
    server.complete(SHOP);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Document call(String form) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var answer =
          http.send(
              HttpRequest.newBuilder(gateway.endpoint())
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header(
                      "Authorization",
                      "AWS4-HMAC-SHA256 Credential=a/20260301/us-east-1/cloudformation/aws4_request")
                  .POST(BodyPublishers.ofString(form + "&Version=2010-05-15"))
                  .build(),
              BodyHandlers.ofByteArray());
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(answer.body()));
    }
  }

  private static List<String> texts(Document answer, String element) {
    var nodes = answer.getElementsByTagName(element);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(index -> nodes.item(index).getTextContent())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&StackName=shop", "&StackName=" + ID})
  void aStackIsDescribedByNameByIdAndAmongAll(String which) throws Exception {
    var answer = call("Action=DescribeStacks" + which);

    assertThat(texts(answer, "StackId")).containsExactly(ID);
    assertThat(texts(answer, "StackStatus")).containsExactly("CREATE_COMPLETE");
    assertThat(texts(answer, "CreationTime")).containsExactly("2026-03-01T12:00:00Z");
    assertThat(texts(answer, "ParameterKey")).containsExactly("Shards");
    assertThat(texts(answer, "ParameterValue")).containsExactly("2");
    assertThat(texts(answer, "OutputKey")).containsExactly("Where", "When");
    assertThat(texts(answer, "OutputValue")).containsExactly("here", "now");
    assertThat(texts(answer, "Description")).containsExactly("A shop.", "Where it is.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Action=DescribeStackResources&StackName=shop",
        "Action=DescribeStackResources&PhysicalResourceId=reader",
        "Action=ListStackResources&StackName=shop"
      })
  void everyResourceIsListed(String form) throws Exception {
    var answer = call(form);

    assertThat(texts(answer, "LogicalResourceId")).containsExactly("Orders", "Reader");
    assertThat(texts(answer, "PhysicalResourceId")).containsExactly("orders-1", "reader");
    assertThat(texts(answer, "ResourceType"))
        .containsExactly("AWS::Kinesis::Stream", "AWS::Lambda::Function");
    assertThat(texts(answer, "ResourceStatus"))
        .containsExactly("CREATE_COMPLETE", "CREATE_COMPLETE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DescribeStackResource", "DescribeStackResources"})
  void oneResourceIsFoundByItsLogicalId(String action) throws Exception {
    var answer = call("Action=" + action + "&StackName=shop&LogicalResourceId=Reader");

    assertThat(texts(answer, "PhysicalResourceId")).containsExactly("reader");
  }

  @Test
  void stacksAreListedByStatus() throws Exception {
    assertThat(texts(call("Action=ListStacks"), "StackName")).containsExactly("shop");
    assertThat(
            texts(
                call(
                    "Action=ListStacks&StackStatusFilter.member.1=DELETE_COMPLETE"
                        + "&StackStatusFilter.member.2=CREATE_COMPLETE"),
                "StackName"))
        .containsExactly("shop");
    assertThat(
            texts(
                call("Action=ListStacks&StackStatusFilter.member.1=DELETE_COMPLETE"), "StackName"))
        .isEmpty();
  }

  @Test
  void theTemplateIsGivenAsItWasWritten() throws Exception {
    assertThat(texts(call("Action=GetTemplate&StackName=shop"), "TemplateBody"))
        .containsExactly(SHOP.template());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Action=DescribeStacks&StackName=bakery;Stack with id bakery does not exist",
        "Action=DescribeStackResource&StackName=shop&LogicalResourceId=Till;"
            + "Resource Till does not exist for stack shop",
        "Action=DescribeStackResources&PhysicalResourceId=till;Stack for till does not exist",
        "Action=DescribeStackResources;"
            + "either StackName or PhysicalResourceId must be given, and not both",
        "Action=GetTemplate&StackName=shop&TemplateStage=Processed;"
            + "TemplateStage must be Original, others are not kept, was Processed",
        "Action=ListStacks&NextToken=x;NextToken must come from an earlier answer, was x"
      })
  void whatIsNotThereIsRefusedByName(String formAndMessage) throws Exception {
    var parts = formAndMessage.split(";", 2);

    var answer = call(parts[0]);

    assertThat(texts(answer, "Code")).containsExactly("ValidationError");
    assertThat(texts(answer, "Message")).containsExactly(parts[1]);
  }

  @Test
  void whatWouldChangeAStackIsRefusedByName() throws Exception {
    var answer = call("Action=UpdateStack&StackName=shop");

    assertThat(texts(answer, "Code")).containsExactly("InvalidAction");
    assertThat(texts(answer, "Message").getFirst()).contains("UpdateStack", "DescribeStacks");
  }
}
