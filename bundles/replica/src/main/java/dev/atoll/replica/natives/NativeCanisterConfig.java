package dev.atoll.replica.natives;

import dev.atoll.spi.kernel.Default;
import dev.atoll.types.Principal;
import java.util.List;
import java.util.Optional;

/// A canister in Java, as the section of the replica has it.
///
/// @param name of the code, as its bundle registered it
/// @param cycles what it is created with
/// @param controllers principals in text form who may control it, beside the replica itself
public record NativeCanisterConfig(
    String name, @Default("1000000000000000000") long cycles, Optional<List<String>> controllers) {

  public NativeCanisterConfig {
    if (cycles < 0) {
      throw new IllegalArgumentException("cycles is %d, at least 0 expected".formatted(cycles));
    }
    controllers.ifPresent(ids -> ids.forEach(Principal::fromText));
  }

  List<Principal> principals() {
    return controllers.orElse(List.of()).stream().map(Principal::fromText).toList();
  }
}
