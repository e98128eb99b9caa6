package dev.atoll.gateway.http;

import dev.atoll.gateway.http.Endpoint.Scope;
import dev.atoll.spi.gateway.ApiVersion;
import dev.atoll.types.Principal;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the endpoint of a request: agents have their paths whatever is mounted.
///
/// Source: Internet Computer interface specification, "HTTPS interface".
final class Router {

  private static final String GET = "GET,HEAD";

  private static final String POST = "POST";

  private final Mounts mounts;

  Router(Mounts mounts) {
    this.mounts = mounts;
  }

  Route route(HttpRequest request) {
    Target target = Target.of(request);
    Optional<Mounted> mount =
        isForAgents(target.path()) ? Optional.empty() : mounts.find(target.host(), target.path());
    if (mount.isEmpty()) {
      return route(request.method(), target.path());
    }
    return target.hasDots()
        ? new Route.NotFound(Answers.DOTS_IN_PATH)
        : new Route.Found(new Endpoint.OfMount(mount.get(), MountHead.of(request, target)));
  }

  /// Whether mounts may not have the path, whatever there is.
  private static boolean isForAgents(String path) {
    return path.equals("/api")
        || path.startsWith("/api/")
        || path.equals("/health")
        || path.startsWith("/health/");
  }

  private static Route route(HttpMethod method, String path) {
    if (method.equals(HttpMethod.OPTIONS)) {
      return new Route.NotFound(Answers.PREFLIGHT);
    }
    return switch (path) {
      case "/api/v2/status" -> forReading(method, new Endpoint.Status());
      case "/health" -> forReading(method, new Endpoint.Health());
      default -> forAgents(method, path);
    };
  }

  private static Route forReading(HttpMethod method, Endpoint endpoint) {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)
        ? new Route.Found(endpoint)
        : new Route.NotFound(Answers.wrongMethod(GET));
  }

  private static Route forAgents(HttpMethod method, String path) {
    String[] parts = path.split("/", 7);
    @Nullable Operation operation = operation(parts);
    if (operation == null) {
      return new Route.NotFound(Answers.NO_ENDPOINT);
    }
    if (!method.equals(HttpMethod.POST)) {
      return new Route.NotFound(Answers.wrongMethod(POST));
    }
    try {
      Principal id = PathPrincipal.parse(operation.scope().parameter(), parts[4]);
      return new Route.Found(operation.at(id));
    } catch (IllegalArgumentException e) {
      return new Route.NotFound(Answers.badRequest(String.valueOf(e.getMessage())));
    }
  }

  /// An endpoint whose principal is not read yet.
  private record Operation(String name, Scope scope, ApiVersion version) {

    Endpoint at(Principal id) {
      return switch (name) {
        case "call" -> new Endpoint.Call(scope, id, version);
        case "query" -> new Endpoint.Query(scope, id);
        default -> new Endpoint.ReadState(scope, id, version);
      };
    }

    private boolean exists() {
      return versions().contains(version);
    }

    private List<ApiVersion> versions() {
      boolean canister = scope == Scope.CANISTER;
      return switch (name) {
        case "call" ->
            canister
                ? List.of(ApiVersion.V2, ApiVersion.V3, ApiVersion.V4)
                : List.of(ApiVersion.V4);
        case "query" -> canister ? List.of(ApiVersion.V2, ApiVersion.V3) : List.of(ApiVersion.V3);
        case "read_state" -> List.of(ApiVersion.V2, ApiVersion.V3);
        default -> List.of();
      };
    }
  }

  /// The operation of `/api/<version>/<scope>/<id>/<name>`, cut at the slashes.
  private static @Nullable Operation operation(String[] parts) {
    if (parts.length != 6 || !parts[0].isEmpty() || !parts[1].equals("api")) {
      return null;
    }
    @Nullable ApiVersion version = version(parts[2]);
    @Nullable Scope scope = scope(parts[3]);
    if (version == null || scope == null) {
      return null;
    }
    Operation operation = new Operation(parts[5], scope, version);
    return operation.exists() ? operation : null;
  }

  private static @Nullable ApiVersion version(String text) {
    return switch (text) {
      case "v2" -> ApiVersion.V2;
      case "v3" -> ApiVersion.V3;
      case "v4" -> ApiVersion.V4;
      default -> null;
    };
  }

  private static @Nullable Scope scope(String text) {
    return switch (text) {
      case "canister" -> Scope.CANISTER;
      case "subnet" -> Scope.SUBNET;
      default -> null;
    };
  }
}
