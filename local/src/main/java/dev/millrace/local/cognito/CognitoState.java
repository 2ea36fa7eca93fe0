package dev.millrace.local.cognito;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/// Pools by id, and of each identity the pool.
record CognitoState(
    String region, PSortedMap<String, IdentityPool> pools, PSortedMap<String, String> identities) {

  static CognitoState empty(String region) {
    return new CognitoState(region, TreePMap.empty(), TreePMap.empty());
  }

  /// @throws AwsException if there is none
  IdentityPool pool(String id) {
    var pool = pools.get(id);
    if (pool == null) {
      throw new AwsException(
          AwsError.RESOURCE_NOT_FOUND, "IdentityPool '%s' not found.".formatted(id));
    }
    return pool;
  }

  /// The pool of an identity.
  ///
  /// @throws AwsException if there is no such identity, or its pool is gone
  IdentityPool poolOf(String identity) {
    var pool = identities.get(identity);
    if (pool == null) {
      throw new AwsException(
          AwsError.RESOURCE_NOT_FOUND, "Identity '%s' not found.".formatted(identity));
    }
    return pool(pool);
  }

  CognitoState with(IdentityPool pool) {
    return new CognitoState(region, pools.plus(pool.identityPoolId(), pool), identities);
  }

  CognitoState without(String pool) {
    return new CognitoState(region, pools.minus(pool), identities);
  }

  CognitoState withIdentity(String identity, String pool) {
    return new CognitoState(region, pools, identities.plus(identity, pool));
  }
}
