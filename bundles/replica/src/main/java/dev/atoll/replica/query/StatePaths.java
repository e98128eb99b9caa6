package dev.atoll.replica.query;

import dev.atoll.replica.certification.CertifiedStates;
import dev.atoll.replica.execution.CanisterSnapshot;
import dev.atoll.replica.ingress.RequestTargets;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.spi.gateway.ApiVersion;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import dev.atoll.types.SubnetId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Who may read which paths of the state tree.
///
/// Source: Internet Computer interface specification, "Request: Read state"; reference
/// implementation `rs/http_endpoints/public/src/read_state`, whose texts are used.
final class StatePaths {

  private static final List<String> STATUS_FIELDS =
      List.of("status", "reply", "reject_code", "reject_message", "error_code");

  private static final List<String> NODE_FIELDS = List.of("domain", "ipv4_address", "ipv6_address");

  private final CertifiedStates states;

  StatePaths(CertifiedStates states) {
    this.states = states;
  }

  /// What a request is allowed to see.
  ///
  /// @param canister the effective canister id, null on the subnet endpoint
  /// @param subnet the subnet of the URL, or the one of the effective canister id
  record Reader(
      Principal sender,
      RequestTargets targets,
      @Nullable Principal canister,
      SubnetId subnet,
      ApiVersion version) {}

  /// Why the paths may not be read, or null.
  @Nullable Refusal refusal(List<List<Bytes>> paths, Reader reader) {
    @Nullable Bytes requestId = null;
    for (List<Bytes> path : paths) {
      @Nullable Refusal refusal = refusalOf(path, reader);
      if (refusal != null) {
        return refusal;
      }
      if (path.size() >= 2 && is(path.get(0), "request_status")) {
        Bytes id = path.get(1);
        if (requestId != null && !requestId.equals(id)) {
          return badRequest(
              "Can only request a single request ID in request_status paths: found 0x%s and 0x%s"
                  .formatted(requestId, id));
        }
        requestId = id;
      }
    }
    return null;
  }

  private @Nullable Refusal refusalOf(List<Bytes> path, Reader reader) {
    String first = path.isEmpty() ? "" : path.get(0).toUtf8();
    boolean onCanister = reader.canister() != null;
    return switch (first) {
      case "time" -> path.size() == 1 ? null : unknownPath();
      case "api_boundary_nodes" ->
          path.size() <= 2 || (path.size() == 3 && isOneOf(path.get(2), NODE_FIELDS))
              ? null
              : unknownPath();
      case "subnet" -> subnetPath(path, reader);
      case "canister_ranges" ->
          onCanister || path.size() < 2 || !path.get(1).equals(reader.subnet().bytes())
              ? unknownPath()
              : null;
      case "canister" -> onCanister ? canisterPath(path, reader) : unknownPath();
      case "request_status" -> statusPath(path, reader);
      default -> unknownPath();
    };
  }

  private @Nullable Refusal subnetPath(List<Bytes> path, Reader reader) {
    if (path.size() <= 2) {
      return null;
    }
    boolean own = path.get(1).equals(reader.subnet().bytes());
    return switch (path.get(2).toUtf8()) {
      case "public_key", "type" -> path.size() == 3 ? null : unknownPath();
      case "canister_ranges" ->
          path.size() == 3
                  && (reader.version() == ApiVersion.V2 || (own && states.subnet().isRoot()))
              ? null
              : unknownPath();
      case "metrics" -> path.size() == 3 && reader.canister() == null && own ? null : unknownPath();
      case "node" ->
          path.size() <= 4 || (path.size() == 5 && is(path.get(4), "public_key"))
              ? null
              : unknownPath();
      default -> unknownPath();
    };
  }

  private @Nullable Refusal canisterPath(List<Bytes> path, Reader reader) {
    if (path.size() < 3) {
      return unknownPath();
    }
    if (path.get(1).size() > Principal.SIZE_BYTES_MAX) {
      return badRequest("Invalid principal id: 0x" + path.get(1));
    }
    Principal canister = Principal.of(path.get(1));
    if (!Objects.equals(reader.canister(), canister)) {
      return badRequest(
          "Effective principal id in URL %s does not match requested principal id: %s."
              .formatted(reader.canister(), canister));
    }
    return switch (path.get(2).toUtf8()) {
      case "controllers", "module_hash", "canister_creation_timestamp", "last_install_timestamp" ->
          path.size() == 3 ? null : unknownPath();
      case "metadata" ->
          path.size() == 4 ? metadataPath(canister, path.get(3), reader) : unknownPath();
      default -> unknownPath();
    };
  }

  private @Nullable Refusal metadataPath(Principal id, Bytes label, Reader reader) {
    String name = label.toUtf8();
    if (!Bytes.ofUtf8(name).equals(label)) {
      return badRequest("Could not parse the custom section name: it is not UTF-8");
    }
    @Nullable CanisterSnapshot canister = states.canister(id);
    @Nullable ExecutionState execution = canister == null ? null : canister.execution();
    if (canister == null || execution == null || canister.isController(reader.sender())) {
      return null;
    }
    return execution.module().customSection(name).map(section -> !section.isPublic()).orElse(false)
        ? new Refusal(
            Refusal.Kind.FORBIDDEN,
            "Custom section %.100s can only be requested by the controllers of the canister."
                .formatted(name))
        : null;
  }

  private @Nullable Refusal statusPath(List<Bytes> path, Reader reader) {
    if (path.size() < 2
        || path.size() > 3
        || (path.size() == 3 && !isOneOf(path.get(2), STATUS_FIELDS))) {
      return unknownPath();
    }
    if (path.get(1).size() != RequestId.SIZE_BYTES) {
      return badRequest(
          "Invalid request id in paths. Maybe the request ID is not of %d bytes in length?!"
              .formatted(RequestId.SIZE_BYTES));
    }
    IngressStatus.@Nullable Entry entry = states.status(new RequestId(path.get(1)));
    if (entry == null) {
      return null;
    }
    if (!entry.sender().equals(reader.sender())) {
      return new Refusal(
          Refusal.Kind.FORBIDDEN, "The user tries to access Request ID not signed by the caller.");
    }
    Principal endpoint =
        reader.canister() == null ? reader.subnet().principal() : reader.canister();
    if (!entry.effectiveCanisterId().equals(endpoint)) {
      return new Refusal(
          Refusal.Kind.FORBIDDEN,
          "The user tries to access a Request ID through %s, the call was sent to %s."
              .formatted(endpoint, entry.effectiveCanisterId()));
    }
    if (!reader.targets().allows(entry.receiver())) {
      return new Refusal(
          Refusal.Kind.FORBIDDEN,
          "The user tries to access request IDs for canisters not belonging to sender delegation"
              + " targets.");
    }
    return null;
  }

  private static boolean is(Bytes label, String text) {
    return label.equals(Bytes.ofUtf8(text));
  }

  private static boolean isOneOf(Bytes label, List<String> texts) {
    return texts.contains(label.toUtf8());
  }

  private static Refusal unknownPath() {
    return new Refusal(Refusal.Kind.NOT_FOUND, "Invalid path requested.");
  }

  private static Refusal badRequest(String text) {
    return new Refusal(Refusal.Kind.BAD_REQUEST, text);
  }
}
