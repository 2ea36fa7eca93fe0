package dev.millrace.local.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The roles of an account, and their policies.
public final class Roles {

  private final Map<String, List<Policy>> byName = new ConcurrentHashMap<>();
  private final Map<String, Policy> managed = new ConcurrentHashMap<>();
  private final String account;
  private final String region;

  public Roles(String account, String region) {
    this.account = account;
    this.region = region;
  }

  public String account() {
    return account;
  }

  public String region() {
    return region;
  }

  /// Makes a role that may do nothing yet.
  public void create(String role) {
    byName.putIfAbsent(role, List.of());
  }

  /// Gives a role a policy, and makes the role if it is not there.
  public void attach(String role, Policy policy) {
    byName.merge(role, List.of(policy), Roles::concat);
  }

  /// Keeps a managed policy of the account's own.
  public void keep(String arn, Policy policy) {
    managed.put(arn, policy);
  }

  /// A managed policy, the account's own or one of AWS's; empty if it is not known.
  public Optional<Policy> managed(String nameOrArn) {
    return Optional.ofNullable(managed.get(nameOrArn)).or(() -> ManagedPolicies.find(nameOrArn));
  }

  public boolean has(String role) {
    return byName.containsKey(role);
  }

  /// The policies of a role; of one that is not there, none.
  public List<Policy> policies(String role) {
    return byName.getOrDefault(role, List.of());
  }

  /// Whether a session's role may do something.
  public Decision decide(Session session, Access access) {
    var about =
        Map.of(
            ContextKeys.PRINCIPAL_ACCOUNT,
            account,
            ContextKeys.PRINCIPAL_ARN,
            "arn:aws:iam::" + account + ":role/" + session.role(),
            ContextKeys.REQUESTED_REGION,
            region,
            // AWS is called by HTTPS, and policies that insist on it are right to
            ContextKeys.SECURE_TRANSPORT,
            "true");
    return Decision.of(policies(session.role()), access.with(about));
  }

  private static List<Policy> concat(List<Policy> before, List<Policy> more) {
    var all = new ArrayList<>(before);
    all.addAll(more);
    return List.copyOf(all);
  }
}
