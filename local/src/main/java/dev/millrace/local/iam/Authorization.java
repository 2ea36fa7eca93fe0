package dev.millrace.local.iam;

import dev.millrace.local.gateway.AwsException;
import dev.millrace.local.gateway.Exchange;
import dev.millrace.local.gateway.Protocol;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.Request;

/// Refuses calls that the policies of the caller's role do not allow.
///
/// Who calls without a session of a role is the account's root, who may do everything. A call whose
/// actions nobody here knows is refused to every role.
///
/// Deviates from AWS: policies of resources, permissions boundaries and policies of organizations
/// are not looked at.
public final class Authorization {

  private static final String TOKEN = "X-Amz-Security-Token";

  /// Calls that nobody signs, so that no policy is about them.
  private static final Set<String> UNSIGNED =
      Set.of(
          "AWSCognitoIdentityService.GetCredentialsForIdentity", "AWSCognitoIdentityService.GetId");

  private final Roles roles;
  private final Requests requests;

  public Authorization(Roles roles) {
    this.roles = roles;
    this.requests = new Requests(new Arns(roles.region(), roles.account()));
  }

  /// Decides about a call, for a gateway.
  public void intercept(Exchange exchange) throws Exception {
    var session = session(exchange.request());
    if (session.isEmpty() || exchange.target().filter(UNSIGNED::contains).isPresent()) {
      exchange.pass();
    } else if (!hasDocument(exchange) || exchange.read()) {
      var refusal = refusal(session.get(), exchange);
      if (refusal.isPresent()) {
        exchange.refuse(refusal.get());
      } else {
        exchange.pass();
      }
    }
  }

  /// Why a session must not do something; empty if it may.
  public Optional<AwsException> refusal(Session session, Access access) {
    var decision = roles.decide(session, access);
    return decision == Decision.ALLOWED
        ? Optional.empty()
        : Optional.of(Denial.of(decision, session.arn(roles.account()), access));
  }

  private Optional<AwsException> refusal(Session session, Exchange exchange) {
    var accesses = requests.of(exchange);
    return accesses.isEmpty()
        ? Optional.of(Denial.unknown(session.arn(roles.account()), describe(exchange)))
        : accesses.stream().flatMap(access -> refusal(session, access).stream()).findFirst();
  }

  private static boolean hasDocument(Exchange exchange) {
    return switch (Protocol.of(exchange.request())) {
      case TARGET, RPC, QUERY -> true;
      case LAMBDA, S3 -> false;
    };
  }

  /// Presigned requests carry the token in their query.
  private static Optional<Session> session(Request request) {
    return Optional.ofNullable(request.getHeaders().get(TOKEN))
        .or(() ->
            Optional.ofNullable(request.getHttpURI().getQuery())
                .filter(query -> query.contains(TOKEN))
                .map(_ -> Request.extractQueryParameters(request).getValue(TOKEN)))
        .flatMap(Session::read);
  }

  private static String describe(Exchange exchange) {
    var request = exchange.request();
    return exchange
        .target()
        .orElseGet(() -> request.getMethod() + " " + Request.getPathInContext(request));
  }
}
