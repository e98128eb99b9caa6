package dev.atoll.replica.natives;

import com.google.inject.Provider;
import dev.atoll.spi.canister.CanisterCode;
import dev.atoll.spi.canister.NativeCanister;
import dev.atoll.types.Principal;
import java.util.SortedMap;
import java.util.TreeMap;

/// The services that the configuration names, by the canister id that it gives them.
///
/// @param services stand-ins, asked for their code when the replica starts
public record NativeServices(SortedMap<Principal, Service> services) {

  /// @param config what the operator says
  /// @param canister the service with the name that the operator gave
  public record Service(NativeCanisterConfig config, Provider<NativeCanister> canister) {}

  /// Asks every service for its code.
  ///
  /// @throws IllegalArgumentException if code has another name than its service
  public NativeCodes codes() {
    TreeMap<Principal, CanisterCode> codes = new TreeMap<>();
    services.forEach((id, service) -> codes.put(id, code(service)));
    return NativeCodes.of(codes);
  }

  private static CanisterCode code(Service service) {
    CanisterCode code = service.canister().get().code();
    if (!code.name().equals(service.config().name())) {
      throw new IllegalArgumentException(
          "service %s=%s has the code %s, expected code of the same name"
              .formatted(NativeCanister.NAME_PROPERTY, service.config().name(), code));
    }
    return code;
  }
}
