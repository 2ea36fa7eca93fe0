package dev.millrace.local.cloudformation;

import dev.millrace.local.gateway.AwsAction;
import dev.millrace.local.gateway.QueryService;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// CloudFormation: tells of the stack that runs, its parameters, resources and outputs.
///
/// Deviates from AWS: there is one stack, once it is complete, and nothing can be changed; a list
/// comes whole rather than page by page.
public final class CloudFormationServer {

  private static final String NAMESPACE = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

  private volatile Deployed deployed = Deployed.NOTHING;

  /// The stack to tell of.
  public void complete(DeployedStack stack) {
    deployed = new Deployed(Optional.of(stack));
  }

  /// The API, for a gateway.
  public QueryService service() {
    return new QueryService(
        "cloudformation",
        NAMESPACE,
        List.of(
            action(
                "DescribeStackResource",
                DescribeStackResource.Request.class,
                DescribeStackResource::apply),
            action(
                "DescribeStackResources",
                DescribeStackResources.Request.class,
                DescribeStackResources::apply),
            action("DescribeStacks", DescribeStacks.Request.class, DescribeStacks::apply),
            action("GetTemplate", GetTemplate.Request.class, GetTemplate::apply),
            action(
                "ListStackResources", ListStackResources.Request.class, ListStackResources::apply),
            action("ListStacks", ListStacks.Request.class, ListStacks::apply)));
  }

  private <I, O> AwsAction<I, O> action(
      String name, Class<I> input, BiFunction<Deployed, I, O> body) {
    return new AwsAction<>(name, input, request -> body.apply(deployed, request));
  }
}
