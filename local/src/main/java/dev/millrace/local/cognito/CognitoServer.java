package dev.millrace.local.cognito;

import dev.millrace.local.Checkpoint;
import dev.millrace.local.data.DataException;
import dev.millrace.local.data.Journal;
import dev.millrace.local.gateway.AwsAction;
import dev.millrace.local.gateway.AwsAction.NoResult;
import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import dev.millrace.local.gateway.JsonService;
import dev.millrace.local.time.StackClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Cognito's identity pools, as far as guests need them: an identity, and credentials of the pool's
/// role for those who did not sign in.
///
/// Deviates from AWS: nobody can sign in; the expiry of credentials is not checked, and the role
/// allows everything unless the stack enforces IAM.
public final class CognitoServer implements AutoCloseable {

  private static final String TARGET_PREFIX = "AWSCognitoIdentityService";
  private static final JsonMapper JSON = JsonMapper.shared();

  /// An entry of the file: one of them is there.
  private record Entry(
      @Nullable IdentityPool pool, @Nullable Identity identity, @Nullable String deletedPool) {}

  private record Identity(String id, String pool) {}

  private record OnePool(String identityPoolId) {}

  private record Roles(String identityPoolId, Map<String, String> roles) {}

  private final StackClock clock;
  private final @Nullable Journal journal;
  private volatile CognitoState state;

  /// @param clock by which credentials expire
  /// @param region part of the ids
  /// @param file where pools are kept, made if it is not there; empty to keep them in memory
  /// @throws DataException if the file cannot be used
  public CognitoServer(StackClock clock, String region, Optional<Path> file) {
    this.clock = clock;
    this.state = CognitoState.empty(region);
    this.journal =
        file.map(path -> Journal.open(path, entry -> state = read(path, state, entry)))
            .orElse(null);
  }

  /// The API, for a gateway.
  public JsonService service() {
    return new JsonService(
        TARGET_PREFIX,
        List.of(
            new AwsAction<>("CreateIdentityPool", CreateIdentityPool.Request.class, this::create),
            new AwsAction<>("DeleteIdentityPool", OnePool.class, this::delete),
            new AwsAction<>(
                "DescribeIdentityPool",
                OnePool.class,
                request -> state.pool(request.identityPoolId()).description()),
            new AwsAction<>(
                "GetCredentialsForIdentity",
                GetCredentialsForIdentity.Request.class,
                request -> GetCredentialsForIdentity.apply(state, request, clock.instant())),
            new AwsAction<>("GetId", GetId.Request.class, this::getId),
            new AwsAction<>(
                "GetIdentityPoolRoles",
                OnePool.class,
                request ->
                    new Roles(
                        request.identityPoolId(), state.pool(request.identityPoolId()).roles())),
            new AwsAction<>(
                "ListIdentityPools",
                ListIdentityPools.Request.class,
                request -> ListIdentityPools.apply(state, request)),
            new AwsAction<>(
                "SetIdentityPoolRoles", SetIdentityPoolRoles.Request.class, this::setRoles)));
  }

  /// The way back to the pools as they are now. Only for a server without a file.
  public Checkpoint checkpoint() {
    var then = state;
    return () -> restore(then);
  }

  private synchronized void restore(CognitoState then) {
    state = then;
  }

  /// Makes a pool, or sets the one of that name.
  ///
  /// @param guests whether it takes identities that did not sign in
  /// @return its id
  public synchronized String ensurePool(String name, boolean guests) {
    var pool =
        state.pools().values().stream()
            .filter(each -> each.identityPoolName().equals(name))
            .findFirst()
            .map(each -> each.allowing(guests))
            .orElseGet(() ->
                CreateIdentityPool.apply(
                    state, new CreateIdentityPool.Request(name, guests, null, null)));
    become(state.with(pool), new Entry(pool, null, null));
    return pool.identityPoolId();
  }

  /// Sets the roles of a pool's identities.
  ///
  /// @throws AwsException if there is no such pool, or no such kind of role
  public void setRoles(String pool, Map<String, String> roles) {
    setRoles(new SetIdentityPoolRoles.Request(pool, roles));
  }

  @Override
  public void close() {
    if (journal != null) {
      journal.close();
    }
  }

  private synchronized IdentityPool.Description create(CreateIdentityPool.Request request) {
    var pool = CreateIdentityPool.apply(state, request);
    become(state.with(pool), new Entry(pool, null, null));
    return pool.description();
  }

  private synchronized NoResult delete(OnePool request) {
    var pool = state.pool(request.identityPoolId());
    become(state.without(pool.identityPoolId()), new Entry(null, null, pool.identityPoolId()));
    return new NoResult();
  }

  private synchronized NoResult setRoles(SetIdentityPoolRoles.Request request) {
    var pool = SetIdentityPoolRoles.apply(state, request);
    become(state.with(pool), new Entry(pool, null, null));
    return new NoResult();
  }

  private synchronized GetId.Response getId(GetId.Request request) {
    var response = GetId.apply(state, request);
    var identity = new Identity(response.identityId(), request.identityPoolId());
    become(state.withIdentity(identity.id(), identity.pool()), new Entry(null, identity, null));
    return response;
  }

  private void become(CognitoState next, Entry entry) {
    if (journal != null) {
      try {
        journal.append(JSON.writeValueAsString(entry).getBytes(StandardCharsets.UTF_8));
      } catch (DataException e) {
        throw new AwsException(AwsError.INTERNAL_FAILURE, String.valueOf(e.getMessage()));
      }
    }
    state = next;
  }

  private static CognitoState read(Path file, CognitoState before, byte[] bytes) {
    try {
      var entry = JSON.readValue(bytes, Entry.class);
      var after = entry.pool() == null ? before : before.with(entry.pool());
      var identity = entry.identity();
      after = identity == null ? after : after.withIdentity(identity.id(), identity.pool());
      return entry.deletedPool() == null ? after : after.without(entry.deletedPool());
    } catch (JacksonException e) {
      throw new DataException(file + " holds an entry that cannot be read: " + e, e);
    }
  }
}
